import type { Layer, Policy, Rule, Tier } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { and, certain, doubtOf, or, possible, type Truth } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty, union } from '../sets/interval-set.ts';
import type { SideDecision, Step } from './decision.ts';
import { trafficOn } from './traffic-on.ts';

/** The policies of one tier that (may) govern one endpoint in one direction. */
export interface GoverningTier {
  readonly tier: Tier;
  readonly policies: readonly { readonly policy: Policy; readonly governs: Truth }[];
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
    isolating: isolating.map(({ policy }) => policy),
    isolated: isolating.map(({ governs }) => governs).reduce<Truth>(or, false),
  };
}

/** What the walk has found so far. INVARIANT: mayAllow ∪ mayDeny ∪ undecided is everything, at every moment. */
interface Walk {
  undecided: ConnectionSet;
  mayAllow: ConnectionSet;
  mayDeny: ConnectionSet;
  readonly steps: Step[];
}

/**
 * The one loop that serves every dialect: walks the tiers in order and keeps what may be allowed and what may be
 * denied, so that the three-valued answer falls out. Traffic stays undecided until something surely takes it.
 * `matching` says for each of `governing.rules` whether it means the peer; named ports are those of `destination`.
 */
export function walkLayer(
  governing: Governing,
  direction: Direction,
  destination: Endpoint,
  matching: readonly Truth[],
): Walked {
  const walk: Walk = { undecided: ALL_CONNECTIONS, mayAllow: NO_CONNECTIONS, mayDeny: NO_CONNECTIONS, steps: [] };
  let next = 0;
  for (const governingTier of governing.tiers) {
    const { tier, policies } = governingTier;
    let passed = NO_CONNECTIONS;
    for (const { policy, governs } of policies) {
      for (const rule of policy.rules[direction]) {
        const applies = and(governs, matching[next++] ?? false);
        passed = union(passed, applyRule(walk, tier, policy, rule, applies, destination));
      }
    }
    walk.undecided = union(passed, endTier(walk, governingTier));
  }
  endLayer(walk, governing.layer);
  return {
    layer: governing.layer.name,
    governing: governing.policies,
    mayAllow: walk.mayAllow,
    mayDeny: walk.mayDeny,
    steps: walk.steps,
  };
}

/** Lets a rule take its part of the undecided traffic; returns what it (maybe) passes to the next tier. */
function applyRule(
  walk: Walk,
  tier: Tier,
  policy: Policy,
  rule: Rule,
  applies: Truth,
  destination: Endpoint,
): ConnectionSet {
  const truth = and(applies, rule.doubt ?? true);
  if (!possible(truth)) return NO_CONNECTIONS;
  const traffic = trafficOn(rule.traffic, destination);
  const may = intersection(walk.undecided, traffic.max);
  if (isEmpty(may)) return NO_CONNECTIONS;
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
  if (rule.action === 'allow') walk.mayAllow = union(walk.mayAllow, may);
  if (rule.action === 'deny') walk.mayDeny = union(walk.mayDeny, may);
  if (certain(truth)) walk.undecided = difference(walk.undecided, traffic.min);
  return rule.action === 'pass' ? may : NO_CONNECTIONS;
}

/** What no rule of the tier took: refused where the subject is isolated, else left to the next tier. */
function endTier(walk: Walk, { tier, isolating, isolated }: GoverningTier): ConnectionSet {
  const rest = walk.undecided;
  if (tier.onNoMatch === 'pass' || !possible(isolated) || isEmpty(rest)) return rest;
  const doubt = doubtOf(isolated);
  walk.steps.push({
    kind: 'isolation',
    tier: tier.name,
    action: 'deny',
    traffic: rest,
    policies: isolating,
    ...(doubt && { doubt }),
  });
  walk.mayDeny = union(walk.mayDeny, rest);
  return certain(isolated) ? NO_CONNECTIONS : rest;
}

function endLayer(walk: Walk, layer: Layer): void {
  if (isEmpty(walk.undecided)) return;
  walk.steps.push({ kind: 'otherwise', tier: 'no policy', action: layer.otherwise, traffic: walk.undecided });
  if (layer.otherwise === 'allow') walk.mayAllow = union(walk.mayAllow, walk.undecided);
  else walk.mayDeny = union(walk.mayDeny, walk.undecided);
}
