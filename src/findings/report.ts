import type { Traffic } from '../sets/connection-set.ts';
import type { Place } from '../source/place.ts';
import type { FindingCode, Severity } from './catalogue.ts';
import type { Comparison } from './change.ts';
import type { LedgerEntry } from './ledger.ts';

/** How a claim ends. `invalid`: it could not be judged (bad sentence, unknown name, no pair). */
export type ClaimStatus = 'holds' | 'fails' | 'undecided' | 'invalid' | 'waived';

/** A {@link Finding} whose places have been found in the text. */
export interface ReportedFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  readonly example?: string;
  readonly at?: Place;
  readonly related: readonly { readonly at: Place; readonly message: string }[];
  /** The worlds in which it is the case; absent: in all of them. */
  readonly worlds?: readonly string[];
}

/** A finding that a comment in a manifest suppresses. */
export interface SuppressedFinding extends ReportedFinding {
  /** As given in the comment. */
  readonly reason: string;
}

/** Why one side lets traffic through, refuses it, or may do either. */
export interface Reason {
  readonly direction: 'ingress' | 'egress';
  readonly outcome: 'allowed' | 'denied' | 'undecided';
  /** The part of the witness's traffic that this reason decides. */
  readonly traffic: readonly Traffic[];
  /** One sentence in words, e.g. "ingress rule 1 of NetworkPolicy `shop/db-in` admits it". */
  readonly reason: string;
  readonly at?: Place;
}

/** One pair that shows why a claim ends as it does, with the smallest traffic that does. */
export interface Witness {
  /** Endpoint ids. */
  readonly from: string;
  readonly to: string;
  /** What ends that could be created are like, in words, by their id. */
  readonly inWords?: Readonly<Record<string, string>>;
  readonly traffic: readonly Traffic[];
  readonly egress: readonly Reason[];
  readonly ingress: readonly Reason[];
  /** The door through which traffic from outside comes, or should come. */
  readonly door?: { readonly name: string; readonly at?: Place };
  /** For refused traffic: the rule that almost admits it, in words, and where it stands. */
  readonly nearestMiss?: { readonly reason: string; readonly at?: Place };
}

/** A group of a claim with its members, shown on demand. */
interface ResolvedGroup {
  /** As written in the claim. */
  readonly text: string;
  /** Endpoint ids. */
  readonly members: readonly string[];
}

export interface ClaimReport {
  readonly id?: string;
  /** As written, without a leading `expect`. */
  readonly sentence: string;
  readonly status: ClaimStatus;
  readonly severity: 'error' | 'warning';
  /** The suite's file, or `-e` for a sentence of the command line. */
  readonly suite: string;
  readonly world: string;
  /** The sentence in the suite. */
  readonly at: Place;
  readonly because?: string;
  /** The fact in one sentence, e.g. "`shop/web` reaches `shop/db` on 5432/tcp"; for a claim that holds, what was proved. */
  readonly message: string;
  readonly help?: string;
  /** What the reader must change: the rule that admits, the policy that isolates, else the claim. */
  readonly guilty: Place;
  readonly related: readonly { readonly at: Place; readonly message: string }[];
  readonly pairs: { readonly judged: number; readonly holding: number };
  readonly witness?: Witness;
  readonly groups: readonly ResolvedGroup[];
  /** Things to know about this verdict, e.g. that possible pods were not judged. */
  readonly notes: readonly string[];
  readonly waiver?: {
    readonly until: string;
    readonly owner: string;
    readonly reason: string;
    readonly expired: boolean;
  };
}

export interface ReportedEndpoint {
  readonly id: string;
  readonly kind: 'workload' | 'addresses' | 'nodes';
  readonly labels: Readonly<Record<string, string>>;
}

export interface ReportedConnection {
  readonly from: string;
  readonly to: string;
  readonly allowed: readonly Traffic[];
  readonly undecided: readonly Traffic[];
}

/** A way from outside to a pod that some object opens, and what comes through it from somebody outside. */
export interface ReportedDoor {
  /** ``Ingress `shop/web` ``. */
  readonly name: string;
  readonly at: Place;
  /** The endpoint it leads to; ports are those of the pod. */
  readonly to: string;
  readonly open: readonly Traffic[];
  readonly undecided: readonly Traffic[];
  readonly shut: readonly Traffic[];
  /** Why something is undecided, or the door not honoured. */
  readonly why?: string;
}

/** What may flow between a workload and pods that could be created. */
export interface ReportedPossible extends ReportedConnection {
  /** The pods that could be created, in words; their id, at one of the ends, begins with `possible:`. */
  readonly who: string;
}

/** What becomes of the traffic of some pairs. */
interface ReportedVerdict {
  readonly allowed: readonly Traffic[];
  readonly denied: readonly Traffic[];
  readonly undecided: readonly Traffic[];
}

/**
 * Why one end of a pair lets traffic through or refuses it, layer by layer, told of "the source" and "the destination", so
 * that many pairs share it.
 */
export interface ReportedSide {
  readonly direction: 'ingress' | 'egress';
  readonly layers: readonly { readonly name: string; readonly steps: readonly WalkStep[] }[];
}

/** What a claim comes to for each pair of known endpoints that it speaks of. */
export interface ClaimMarks {
  /** Index among the claims of the report. */
  readonly claim: number;
  /** Indexes of {@link ReportedMatrix.endpoints}. */
  readonly pairs: readonly (readonly [from: number, to: number, status: 'holds' | 'fails' | 'undecided'])[];
}

/** Indexes of {@link ReportedMatrix.verdicts} and, twice, {@link ReportedMatrix.sides}; undefined: the pair is not judged. */
export type ReportedPair = readonly [verdict: number, egress: number, ingress: number];

/** An endpoint of a matrix. All addresses to which the same happens are one. */
export interface MatrixEndpoint extends ReportedEndpoint {
  readonly addresses?: {
    /** In words that follow "addresses: ". */
    readonly what: string;
    readonly ranges: readonly string[];
    /** Whether they may come through doors. */
    readonly outside: boolean;
  };
}

/** Every pair of one world with its reasons, for a reader who clicks; made only where somebody asks for it. */
export interface ReportedMatrix {
  readonly world: string;
  /** The suites that speak of this world; none where no claim was judged. */
  readonly suites: readonly string[];
  /** Addresses are told apart wherever a rule or a claim does. */
  readonly endpoints: readonly MatrixEndpoint[];
  /** What pairs come to, each once. */
  readonly verdicts: readonly ReportedVerdict[];
  /** Why they do, each once. */
  readonly sides: readonly ReportedSide[];
  /** By source and destination. Empty where `leftOut` says why. */
  readonly rows: readonly (readonly (ReportedPair | undefined)[])[];
  readonly marks: readonly ClaimMarks[];
  /** Claims about more pairs than can be marked, by index. */
  readonly unmarked: readonly number[];
  readonly doors: readonly ReportedDoor[];
  /** Absent where there are too many workloads to list them beside. */
  readonly possible?: readonly ReportedPossible[];
  /** Why there are no rows: there is more than a page can show. */
  readonly leftOut?: string;
}

/** What can reach what in one world; pairs with nothing allowed and nothing undecided are left out. */
export interface ConnectivityReport {
  readonly kind: 'connectivity';
  readonly exitCode: number;
  readonly world: string;
  readonly endpoints: readonly ReportedEndpoint[];
  readonly connections: readonly ReportedConnection[];
  /** Ways in from outside; `connections` has what comes directly. */
  readonly doors: readonly ReportedDoor[];
  /** What may flow with pods that could be created; absent: nobody asked. */
  readonly possible?: readonly ReportedPossible[];
  /** Absent: nobody asked. */
  readonly matrix?: ReportedMatrix;
  readonly findings: readonly ReportedFinding[];
  /** What comments in manifests keep out of the findings. */
  readonly suppressed: readonly SuppressedFinding[];
  readonly inputs: readonly LedgerEntry[];
  readonly notes: readonly string[];
}

/** One suite (or the sentences of the command line) in one world. */
export interface SuiteReport {
  /** The file, or `-e`. */
  readonly file: string;
  readonly title?: string;
  readonly world: string;
  /** What can reach what, for the matrix and graph; absent where it would be too large to show. May be worked out when read. */
  readonly connectivity?: Pick<ConnectivityReport, 'endpoints' | 'connections'>;
}

/** The result of `check`: everything that a reporter may show. Same input, same bytes. */
export interface CheckReport {
  readonly kind: 'check';
  /** 0 every claim holds or is waived · 1 a claim fails or is undecided, or a manifest is invalid · 2 cannot judge · 3 nothing to check. */
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly summary: Readonly<Record<'claims' | ClaimStatus, number>>;
  readonly suites: readonly SuiteReport[];
  /** In the order of the suites. */
  readonly claims: readonly ClaimReport[];
  /** One for each world; absent: nobody asked. */
  readonly matrices?: readonly ReportedMatrix[];
  /** About files, manifests and suites; a claim's own verdict is in `claims`. Errors first, then by place. */
  readonly findings: readonly ReportedFinding[];
  /** What comments in manifests keep out of the findings. */
  readonly suppressed: readonly SuppressedFinding[];
  readonly inputs: readonly LedgerEntry[];
  /** What the change does to connections; absent: there was nothing to compare with. */
  readonly change?: Comparison;
  /** What holds for every verdict, said once (own-node traffic, the dataplane that was assumed …). */
  readonly notes: readonly string[];
}

/** One line of the walk through the tiers. */
export interface WalkStep {
  readonly tier: string;
  readonly outcome: 'allow' | 'deny' | 'pass' | 'no match';
  readonly traffic: readonly Traffic[];
  readonly text: string;
  readonly doubt?: string;
  readonly at?: Place;
}

/** The whole walk for one pair: what each layer says on each side. */
export interface ExplainedPair {
  readonly from: string;
  readonly to: string;
  /** Further ranges of addresses, in the stead of the one at an end, with which the same happens for the same reasons. */
  readonly alike: readonly string[];
  readonly allowed: readonly Traffic[];
  readonly denied: readonly Traffic[];
  readonly undecided: readonly Traffic[];
  readonly sides: readonly {
    readonly layer: string;
    readonly direction: 'ingress' | 'egress';
    readonly subject: string;
    readonly steps: readonly WalkStep[];
  }[];
}

/** The result of `explain`: the verdict on one sentence and the walk of the pairs it speaks of. */
export interface ExplainReport {
  readonly kind: 'explain';
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly claim: ClaimReport;
  /** At most 20 pairs, those that contradict the claim first. */
  readonly pairs: readonly ExplainedPair[];
  /** Pairs judged but not shown. */
  readonly omitted: number;
  readonly findings: readonly ReportedFinding[];
  readonly inputs: readonly LedgerEntry[];
  readonly notes: readonly string[];
}

/** The result of `diff`: what changes from one tree to another. */
export interface DiffReport {
  readonly kind: 'diff';
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly change: Extract<Comparison, { kind: 'compared' }>;
  /** About the manifests of the head, and new connections that were asked to be errors. */
  readonly findings: readonly ReportedFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** The files of the head. */
  readonly inputs: readonly LedgerEntry[];
  readonly notes: readonly string[];
}

export type Report = CheckReport | ConnectivityReport | ExplainReport | DiffReport;
