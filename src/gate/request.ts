import type { Dataplane } from '../cluster/dataplane-profile.ts';
import type { Workspace } from '../manifests/workspace.ts';
import type { AddressSet } from '../sets/address-set.ts';
import type { LoadedSuites } from './load-suites.ts';

/** What every command needs to know; values are checked by the shells before they get here. */
export interface GateRequest {
  readonly workspace: Workspace;
  /** The folder, relative to the workspace root, that patterns start from; `''` is the root. */
  readonly base: string;
  /** Files, folders and globs of manifests; empty: the default pattern. `-` is standard input. */
  readonly manifests: readonly string[];
  /** Where objects without a namespace land and bare names are looked up; a suite's own setting wins. */
  readonly namespace?: string;
  /** A suite's own setting wins. */
  readonly dataplane?: Dataplane;
  /** A suite's own setting wins. */
  readonly podCIDRs?: AddressSet;
}

/** The tree that a change starts from, or why there is none; `name` is for readers: `main@9d0e77a`. */
type BaseTree =
  | { readonly kind: 'tree'; readonly workspace: Workspace; readonly name: string }
  | { readonly kind: 'unavailable'; readonly why: string; readonly help: string };

/** Which new connections make the gate red: those with the internet, any, or none. */
export type FailOnNew = 'internet' | 'any' | 'never';

export interface CheckRequest extends GateRequest {
  /** Files, folders and globs of suites; empty: the default pattern, unless there are sentences. */
  readonly suites: readonly string[];
  /** Sentences given on the spot. */
  readonly sentences: readonly string[];
  /** What `suitesOf` made of the same request, if somebody asked before; absent: the suites are read. */
  readonly loaded?: LoadedSuites;
  /** What to compare with; absent: nothing, so that claims about the change are undecided. */
  readonly before?: BaseTree;
  /** Absent: `never`. */
  readonly failOnNew?: FailOnNew;
  /** What makes the gate red. With `never` only exit codes 2, 3 and 70 remain. */
  readonly failOn: 'error' | 'warning' | 'never';
  /** ISO date `YYYY-MM-DD`, against which waivers are judged. */
  readonly today: string;
  /** Whether the report is to hold every pair with its reasons; absent: it is not. */
  readonly matrix?: boolean;
}

/** One of two trees to compare, and what readers know it by. */
export interface DiffSide extends Pick<GateRequest, 'workspace' | 'base' | 'manifests'> {
  readonly name: string;
}

export interface DiffRequest extends Pick<GateRequest, 'namespace' | 'dataplane' | 'podCIDRs'> {
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly failOnNew: FailOnNew;
}

export interface ExplainRequest extends GateRequest {
  readonly sentence: string;
}

export interface ConnectivityRequest extends GateRequest {
  /** Whether pods that could be created are listed, too; absent: they are not. */
  readonly possible?: boolean;
  /** Whether the report is to hold every pair with its reasons; absent: it is not. */
  readonly matrix?: boolean;
}
