import type { Assumptions } from '../cluster/assumptions.ts';
import type { Finding } from '../findings/finding.ts';
import type { LintSettings } from '../findings/lint-settings.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Claim, Group } from './claim.ts';
import type { Environment } from './environment.ts';

/** An accepted breach of a claim, until the end of a day. */
export interface Waiver {
  /** ISO date `YYYY-MM-DD`; the waiver counts on that day too. */
  readonly until: string;
  readonly owner: string;
  readonly reason: string;
}

/** A sentence of a suite with what stands beside it. `claim` is absent where the sentence could not be parsed. */
export interface ClaimEntry {
  /** As written, without a leading `expect`. */
  readonly sentence: string;
  readonly claim?: Claim;
  readonly id?: string;
  readonly because?: string;
  readonly severity: 'error' | 'warning';
  readonly waive?: Waiver;
  readonly allowEmpty: boolean;
  /** The sentence itself. */
  readonly origin: SourceRef;
  /** Why there is no claim. */
  readonly problems: readonly Finding[];
}

/** The pods (nodes, addresses) that front routes, and where that is stated. */
export interface IngressController {
  readonly group: Group;
  readonly origin: SourceRef;
}

/** A suite file, parsed. Parts that could not be read have a finding and are absent here. */
export interface Suite {
  /** The suite's file, or `-e`. */
  readonly file: string;
  readonly title?: string;
  /** Patterns relative to the suite's folder; absent: the gate's own. */
  readonly manifests?: readonly string[];
  /** Where the `manifests` are written, one reference a pattern. */
  readonly manifestOrigins: readonly SourceRef[];
  /** The worlds in which the claims are judged; absent: one, of `manifests`. */
  readonly environments?: readonly Environment[];
  readonly namespace?: string;
  /** Where `namespace` is written. */
  readonly namespaceOrigin?: SourceRef;
  readonly define: ReadonlyMap<string, Group>;
  readonly assume: Assumptions;
  /** What fronts Ingress, Gateway and Route objects (`assume: ingressController`). */
  readonly ingressController?: IngressController;
  readonly lint: LintSettings;
  readonly claims: readonly ClaimEntry[];
  readonly findings: readonly Finding[];
}
