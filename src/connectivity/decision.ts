import type { Policy, Rule } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import type { Doubt, Truth } from '../cluster/truth.ts';
import type { PodBox } from '../possible/pod-box.ts';
import type { BoxPart } from '../possible/split-box.ts';
import type { Direction } from '../resources/resources.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import type { IntervalSet } from '../sets/interval-set.ts';
import type { PossibleAnswer, PossibleQuestion } from './possible-question.ts';

interface StepFacts {
  readonly tier: string;
  readonly action: 'allow' | 'deny' | 'pass';
  /** The part of the still undecided traffic that this step decides, or (with a doubt) may decide. */
  readonly traffic: ConnectionSet;
  readonly doubt?: Doubt;
}

/** One thing that decided traffic, in the order in which the tiers were walked. */
export type Step =
  /** A rule that matches the peer and the traffic. */
  | (StepFacts & { readonly kind: 'rule'; readonly policy: Policy; readonly rule: Rule })
  /** What is left at the end of a tier whose policies isolate the subject. */
  | (StepFacts & { readonly kind: 'isolation'; readonly policies: readonly Policy[] })
  /** What is left after the last tier: nothing governs it. */
  | (StepFacts & { readonly kind: 'otherwise' });

/** What one layer says in one direction about traffic between two endpoints. */
export interface SideDecision {
  readonly layer: string;
  /** `egress`: the source's policies, `ingress`: the destination's. */
  readonly direction: Direction;
  readonly subject: Endpoint;
  readonly peer: Endpoint;
  /** Policies that (may) govern the subject in this direction, in every tier. */
  readonly governing: readonly Policy[];
  readonly mayAllow: ConnectionSet;
  readonly mayDeny: ConnectionSet;
  readonly steps: readonly Step[];
}

/** What becomes of new connections from one endpoint to another. The three sets partition all connections. */
export interface Verdict {
  readonly allowed: ConnectionSet;
  readonly denied: ConnectionSet;
  readonly undecided: ConnectionSet;
}

/** The verdict on new connections from one endpoint to another, and everything that led to it. */
export interface Decision extends Verdict {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Every layer, egress of the source before ingress of the destination; all must allow. */
  readonly sides: readonly SideDecision[];
}

/** Answers questions about one cluster; endpoints are named by their index in `cluster.endpoints`. */
export interface Engine {
  /** The verdict on new connections between two endpoints. Equal verdicts are one object. */
  readonly verdict: (from: number, to: number) => Verdict;
  /** The same of what the policies of one end say alone, the subject in this direction. */
  readonly verdictOfOne: (direction: Direction, subject: number, peer: number) => Verdict;
  /** The verdict with its reasons, which are worked out anew. An end may be an endpoint that is not in the cluster. */
  readonly decide: (from: number | Endpoint, to: number | Endpoint) => Decision;
  /** What becomes of traffic with pods that could be created: all of them, told apart wherever policies do; in parts. */
  readonly ask: (question: PossibleQuestion) => Iterable<readonly PossibleAnswer[]>;
  /** In which parts of a box of possible pods a policy refuses by default what no rule allows, in this direction. */
  readonly isolatedIn: (box: PodBox, direction: Direction) => readonly BoxPart[];
  /** Whether some policy refuses by default what no rule allows to this endpoint, in this direction. */
  readonly isolated: (endpoint: number, direction: Direction) => Truth;
  /** Whether its own policies surely admit everything in this direction, whoever the peer is; no may be too careful. */
  readonly admitsAll: (endpoint: number, direction: Direction) => boolean;
  /**
   * Endpoints to which this one refuses everything in this direction, because none of its policies' rules means them.
   * Others may be refused too.
   */
  readonly refuses: (endpoint: number, direction: Direction) => IntervalSet;
  /** The policies that select this endpoint, or may do so, and have a say in this direction. */
  readonly governing: (endpoint: number, direction: Direction) => readonly Policy[];
}
