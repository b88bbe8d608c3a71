import type { Layer, Policy, Rule, Tier } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { and, type Doubt, doubtOf, or, possible, type Truth } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty, union } from '../sets/interval-set.ts';
import type { SideDecision, Step } from './decision.ts';
import { type Precedence, precedenceOf } from './precedence-of.ts';
import { joinBranches, type Progress, take, toNextTier, undecidedYet } from './progress.ts';
import { trafficOn } from './traffic-on.ts';

/** The policies of one tier that (may) govern one endpoint in one direction. */
export interface GoverningTier {
  readonly tier: Tier;
  readonly policies: readonly { readonly policy: Policy; readonly governs: Truth }[];
  /** Which of them come before which, by index. */
  readonly precedence: Precedence;
  /** Those of them that refuse by default in this direction. */
  readonly isolating: readonly Policy[];
  /** Whether one of those surely governs. */
  readonly isolated: Truth;
}

/** The policies of one layer that (may) govern one endpoint in one direction. */
export interface Governing {
  readonly layer: Layer;
  readonly tiers: readonly GoverningTier[];
  /** The policies of all tiers, in order. */
  readonly policies: readonly Policy[];
  /** Their rules for the direction, in order. */
  readonly rules: readonly Rule[];
}

/** What one layer says, whoever the peer is that its rules match. */
export type Walked = Pick<SideDecision, 'layer' | 'governing' | 'mayAllow' | 'mayDeny' | 'steps'>;

/** A tier with those of its policies that (may) govern an endpoint in a direction. */
export function governingTier(tier: Tier, policies: GoverningTier['policies'], direction: Direction): GoverningTier {
  const isolating = policies.filter(({ policy }) => policy.isolates[direction]);
  return {
    tier,
    policies,
    precedence: precedenceOf(policies.map(({ policy }) => policy)),
    isolating: isolating.map(({ policy }) => policy),
    isolated: isolating.map(({ governs }) => governs).reduce<Truth>(or, false),
  };
}

/** A walk on its way, with what decided something so far. */
interface Walk {
  progress: Progress;
  readonly steps: Step[];
}

/**
 * The one loop that serves every dialect: walks the tiers in order and keeps what may be allowed and what may be
 * denied, so that the three-valued answer falls out.
 * `matching` says for each of `governing.rules` whether it means the peer; named ports are those of `destination`.
 */
export function walkLayer(
  governing: Governing,
  direction: Direction,
  destination: Endpoint,
  matching: readonly Truth[],
): Walked {
  const walk: Walk = { progress: undecidedYet(ALL_CONNECTIONS), steps: [] };
  let next = 0;
  for (const tier of governing.tiers) {
    const first = next;
    next += tier.policies.reduce((count, { policy }) => count + policy.rules[direction].length, 0);
    walkTier(walk, tier, { direction, destination, matching: matching.slice(first, next) });
  }
  endLayer(walk, governing.layer);
  const { mayAllow, mayDeny } = walk.progress;
  return { layer: governing.layer.name, governing: governing.policies, mayAllow, mayDeny, steps: walk.steps };
}

/** What is asked of a tier; `matching` is for its own rules. */
interface Question {
  readonly direction: Direction;
  readonly destination: Endpoint;
  readonly matching: readonly Truth[];
}

function walkTier(walk: Walk, governingTier: GoverningTier, question: Question): void {
  const asks = askPolicies(governingTier, question);
  const { chains, doubt } = governingTier.precedence;
  const askChain =
    ({ groups }: Precedence['chains'][number]): Ask =>
    (branch) => {
      for (const group of groups) {
        const members = group.policies.map((index) => asks[index] as Ask);
        concurrently(branch, members, group.doubt);
      }
    };
  concurrently(walk, chains.map(askChain), doubt);
  endTier(walk, governingTier);
  walk.progress = toNextTier(walk.progress);
}

/** Lets something take its part of the undecided traffic. */
type Ask = (walk: Walk) => void;

function askPolicies(
  { tier, policies }: GoverningTier,
  { direction, destination, matching }: Question,
): readonly Ask[] {
  let next = 0;
  return policies.map(({ policy, governs }): Ask => {
    const first = next;
    next += policy.rules[direction].length;
    return (walk) => {
      for (const [index, rule] of policy.rules[direction].entries()) {
        applyRule(walk, tier, policy, rule, and(governs, matching[first + index] ?? false), destination);
      }
    };
  });
}

/** Asks several of which nobody knows the order; `doubt` says so. */
function concurrently(walk: Walk, asks: readonly Ask[], doubt: Doubt | undefined): void {
  const [only] = asks;
  if (asks.length === 1 && only !== undefined) {
    only(walk);
    return;
  }
  const { progress } = walk;
  const branches = asks.map((ask) => {
    const branch: Walk = { progress: undecidedYet(progress.undecided), steps: [] };
    ask(branch);
    return branch;
  });
  walk.progress = joinBranches(
    progress,
    branches.map((branch) => branch.progress),
  );
  walk.steps.push(...branches.flatMap((branch) => stepsInDoubt(branch, branches, doubt)));
}

/** The steps of one branch; those that another branch contradicts carry the doubt about the order. */
function stepsInDoubt(branch: Walk, branches: readonly Walk[], doubt: Doubt | undefined): readonly Step[] {
  const others = branches.filter((other) => other !== branch);
  const taken = (part: 'mayAllow' | 'mayDeny' | 'passed'): ConnectionSet =>
    others.map(({ progress }) => progress[part]).reduce(union, NO_CONNECTIONS);
  const [allowed, denied, passed] = [taken('mayAllow'), taken('mayDeny'), taken('passed')];
  const against = {
    allow: union(denied, passed),
    deny: union(allowed, passed),
    pass: union(allowed, denied),
  };
  return branch.steps.flatMap((step) => {
    const contested = intersection(step.traffic, against[step.action]);
    if (doubt === undefined || step.doubt !== undefined || isEmpty(contested)) return [step];
    const clear = difference(step.traffic, contested);
    const inDoubt = { ...step, traffic: contested, doubt };
    return isEmpty(clear) ? [inDoubt] : [{ ...step, traffic: clear }, inDoubt];
  });
}

/** Lets a rule take its part of the undecided traffic. */
function applyRule(walk: Walk, tier: Tier, policy: Policy, rule: Rule, applies: Truth, destination: Endpoint): void {
  const truth = and(applies, rule.doubt ?? true);
  if (!possible(truth)) return;
  const traffic = trafficOn(rule.traffic, destination);
  const may = intersection(walk.progress.undecided, traffic.max);
  if (isEmpty(may)) return;
  const doubt = doubtOf(truth) ?? traffic.doubt;
  walk.steps.push({
    kind: 'rule',
    tier: tier.name,
    action: rule.action,
    traffic: may,
    policy,
    rule,
    ...(doubt && { doubt }),
  });
  walk.progress = take(walk.progress, rule.action, truth, traffic);
}

/** What no rule of the tier took: refused where the subject is isolated, else left to the next tier. */
function endTier(walk: Walk, { tier, isolating, isolated }: GoverningTier): void {
  const rest = walk.progress.undecided;
  if (tier.onNoMatch === 'pass' || !possible(isolated) || isEmpty(rest)) return;
  const doubt = doubtOf(isolated);
  walk.steps.push({
    kind: 'isolation',
    tier: tier.name,
    action: 'deny',
    traffic: rest,
    policies: isolating,
    ...(doubt && { doubt }),
  });
  walk.progress = take(walk.progress, 'deny', isolated, { min: rest, max: rest });
}

function endLayer(walk: Walk, layer: Layer): void {
  const rest = walk.progress.undecided;
  if (isEmpty(rest)) return;
  walk.steps.push({ kind: 'otherwise', tier: 'no policy', action: layer.otherwise, traffic: rest });
  walk.progress = take(walk.progress, layer.otherwise, true, { min: rest, max: rest });
}
