import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { Doubt } from '../cluster/truth.ts';
import type { Decision } from '../connectivity/decision.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { possiblePod } from '../possible/possible-pod.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { describeTraffic } from '../sets/describe-traffic.ts';
import { intersection, isEmpty } from '../sets/interval-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Claim } from './claim.ts';
import { smallestTraffic } from './describe.ts';
import { directOnly } from './direct-only.ts';
import type { Contradiction, FlowTally } from './judge-flow.ts';
import type { JudgedWitness, Judgement, SideReason } from './judgement.ts';
import type { JudgingWorld } from './judging-world.ts';
import { nearestMiss } from './nearest-miss.ts';
import { doubtOfDecision, phraseReasons } from './phrase-reason.ts';
import type { ClaimEntry } from './suite.ts';

type Flow = Extract<Claim, { kind: 'flow' }>;

/** The part of a judgement that words and places make up. */
export type Phrased = Pick<Judgement, 'message' | 'guilty' | 'related'> & Partial<Pick<Judgement, 'help' | 'witness'>>;

/** What a claim that holds has proved. */
export function phraseHolding(claim: Flow, tally: FlowTally, entry: ClaimEntry): Phrased {
  const pairs = tally.judged === 1 ? 'the one pair' : `all ${tally.judged} pairs`;
  const is = tally.judged === 1 ? 'is' : 'are';
  const on = tally.ports === undefined ? '' : ` on ${describeTraffic(tally.ports.max)}`;
  const ways = claim.arrow === '<-->' || claim.arrow === '<-/->' ? ', in both directions' : '';
  const negative = claim.arrow === '-/->' || claim.arrow === '<-/->';
  const only = [
    ...(claim.onlyFrom ? [`nobody outside \`${claim.from.text}\` gets there, whichever pods are created`] : []),
    ...(claim.onlyTo || claim.targets.some(({ onlyPorts }) => onlyPorts) ? ['nothing else gets through'] : []),
  ];
  const judged = only.length === 0 ? '' : ` (${tally.judged} ${tally.judged === 1 ? 'pair' : 'pairs'} judged)`;
  const subject =
    only.length === 0 ? `${pairs} ${is}` : tally.meant === 1 ? 'the pair is' : `all ${tally.meant} pairs are`;
  const fact = negative
    ? `${pairs} ${is} refused${on}`
    : `${subject} allowed${tally.ports === undefined ? ' something' : on}`;
  return {
    message: `${[`${fact}${through(tally.doors)}`, ...only].join(', and ')}${ways}${judged}`,
    guilty: entry.origin,
    related: [],
  };
}

/** More doors than this no reader wants to see in a line. */
const LISTED_DOORS = 3;

function through(doors: readonly string[]): string {
  if (doors.length === 0) return '';
  const more = doors.length - LISTED_DOORS;
  return ` through ${doors.slice(0, LISTED_DOORS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Why a claim fails or cannot be decided, shown by its clearest pair. */
export function phraseContradiction(
  claim: Flow,
  worst: Contradiction,
  world: JudgingWorld,
  entry: ClaimEntry,
): Phrased {
  const { cluster } = world;
  const decision = decideWitness(worst, world);
  const reach = worst.obligation.kind === 'reach';
  const traffic = reach ? worst.weight.traffic : smallestTraffic(worst.weight.traffic, decision.to);
  const reasons = phraseReasons(decision, traffic, cluster);
  const between = `from ${nameOf(decision.from, cluster)} to ${nameOf(decision.to, cluster)}`;
  const on = describeTraffic(traffic);
  const base = { from: decision.from.id, to: decision.to.id, traffic, reasons, decision };
  if (worst.weight.kind === 'undecided') {
    const open = intersection(traffic, decision.undecided);
    const doubt = worst.weight.doubt ?? doubtOfDecision(decision, isEmpty(open) ? traffic : open);
    const message = `it cannot be decided whether traffic ${between} on ${on} is allowed, because ${doubt.why}`;
    return phraseDoubt(message, doubt, { ...base, doubt }, entry);
  }
  if (worst.obligation.kind === 'refuse') {
    const message = `traffic ${between} on ${on} is allowed, but ${objection(claim, worst)}`;
    const phrased = phraseAllowed(message, base, remedyFor(decision, cluster), entry);
    return { ...phrased, help: `${directOnly(worst, world)}${phrased.help ?? ''}` };
  }
  const missed = nearestMiss(decision, traffic, reach ? 'some' : 'all', cluster);
  const message = reach
    ? `no traffic ${between} is allowed, but the claim needs some`
    : `traffic ${between} on ${on} is denied, but the claim needs it`;
  return phraseDenied(
    message,
    missed === undefined ? base : { ...base, nearestMiss: missed },
    adviceAgainst(decision, traffic),
    entry,
  );
}

/** The decision on the pair that contradicts a claim; a pod that could be created is made up for it. */
function decideWitness({ from, to, weight }: Contradiction, { cluster, engine }: JudgingWorld): Decision {
  const facts = { addresses: cluster.podAddresses, traffic: weight.traffic };
  const endOf = (end: number | PodBox): number | Endpoint => (typeof end === 'number' ? end : possiblePod(end, facts));
  return engine.decide(endOf(from), endOf(to));
}

/** Why traffic that gets through contradicts the claim. */
export function objection(claim: Flow, { obligation }: Contradiction): string {
  switch (obligation.part) {
    case 'arrow':
      return 'the claim denies it';
    case 'nobody-else':
      return `the claim lets only \`${claim.from.text}\` get there`;
    case 'nothing-else':
      return `the claim lets \`${claim.from.text}\` reach only ${claim.targets.map(({ text }) => `\`${text}\``).join(', ')}`;
    case 'no-other-port':
      return 'the claim names the only ports';
  }
}

/** The words for a pair that a doubt leaves open. */
export function phraseDoubt(message: string, doubt: Doubt, witness: JudgedWitness, entry: ClaimEntry): Phrased {
  const guilty = doubt.origin ?? entry.origin;
  return { message, help: doubt.settle, guilty, related: relatedOf(witness.reasons, guilty), witness };
}

/** The rule that admits is at fault; of two the destination's, which knows what it guards. */
export function phraseAllowed(message: string, witness: JudgedWitness, remedy: string, entry: ClaimEntry): Phrased {
  const admitting = witness.reasons.filter(({ outcome, at }) => outcome === 'allowed' && at !== undefined);
  const rule = admitting.find(({ direction }) => direction === 'ingress') ?? admitting[0];
  const guilty = rule?.at ?? entry.origin;
  const nothing = witness.reasons.map(({ reason }) => reason).join(', and ');
  const help =
    rule === undefined
      ? [nothing, remedy].filter((part) => part !== '').join('; ')
      : `${rule.reason}; narrow its \`${rule.direction === 'ingress' ? 'from' : 'to'}\` or its \`ports\``;
  return { message, help, guilty, related: relatedOf(witness.reasons, guilty), witness };
}

function remedyFor({ from, to }: Decision, cluster: Cluster): string {
  const sides = [
    ...(isThere(to) ? [`${nameOf(to, cluster)} for ingress`] : []),
    ...(isThere(from) ? [`${nameOf(from, cluster)} for egress`] : []),
  ];
  return `add a policy that isolates ${sides.join(' or ')}`;
}

function isThere(endpoint: Endpoint): boolean {
  return endpoint.kind === 'pod' && endpoint.possible === undefined;
}

/** The rule that almost admits is where to change something, else the policy that isolates. */
export function phraseDenied(message: string, witness: JudgedWitness, advice: string, entry: ClaimEntry): Phrased {
  const refusing = witness.reasons.filter(({ outcome, at }) => outcome === 'denied' && at !== undefined);
  const refusal = refusing.find(({ direction }) => direction === 'ingress') ?? refusing[0];
  const { nearestMiss: missed } = witness;
  const guilty = missed?.at ?? refusal?.at ?? entry.origin;
  const why = missed?.reason ?? refusal?.reason;
  const other = refusing.length > 1 ? '; the other side refuses it as well' : '';
  const help = why === undefined ? undefined : `${why}; ${missed ? 'change one of the two' : advice}${other}`;
  const related = relatedOf(witness.reasons, guilty);
  return { message, ...(help !== undefined && { help }), guilty, related, witness };
}

/** What to do about a refusal that no rule nearly lifts. */
export function adviceAgainst({ sides }: Decision, traffic: ConnectionSet): string {
  const byRule = sides.some(({ steps }) =>
    steps.some(
      (step) => step.kind === 'rule' && step.action === 'deny' && !isEmpty(intersection(step.traffic, traffic)),
    ),
  );
  if (byRule) return 'narrow that rule, or admit the traffic in one that comes before it';
  const isUnsaid = sides.some(
    ({ direction, steps }) =>
      direction === 'ingress' &&
      steps.some((step) => step.kind === 'isolation' && step.policies.every(({ isolatesUnsaid }) => isolatesUnsaid)),
  );
  return isUnsaid
    ? 'without `policyTypes` a policy is about ingress, too: write `policyTypes: [Egress]` if it is meant for egress alone, else add a rule that does'
    : 'add a rule that does';
}

function relatedOf(reasons: readonly SideReason[], guilty: SourceRef): Judgement['related'] {
  return reasons.flatMap(({ at, reason }) => (at === undefined || at === guilty ? [] : [{ at, message: reason }]));
}
