import type { Cause } from '../change/cause.ts';
import { causesOf } from '../change/causes-of-change.ts';
import { type KnownEnd, nameOfEnd } from '../change/match-ends.ts';
import { HELP_TO_COMPARE, WHY_NOT_COMPARED } from '../change/not-compared.ts';
import type { Gap } from '../change/trees.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { possiblePod } from '../possible/possible-pod.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { describeTraffic } from '../sets/describe-traffic.ts';
import { isEmpty } from '../sets/interval-set.ts';
import type { Claim } from './claim.ts';
import { smallestTraffic } from './describe.ts';
import type { Judgement } from './judgement.ts';
import type { Before, JudgingWorld } from './judging-world.ts';
import { findNewTraffic, type NewTraffic, resolveChangeGroup } from './new-traffic.ts';
import { phraseReasons } from './phrase-reason.ts';
import type { Phrased } from './phrase-verdict.ts';
import type { Resolution } from './resolution.ts';
import type { ClaimEntry } from './suite.ts';

type NoNew = Extract<Claim, { kind: 'no-new' }>;
type Compared = Extract<Before, { kind: 'compared' }>;

/** What a claim about the change comes to; `resolution` is of its group in the head. */
export interface ChangeVerdict {
  readonly resolution: Resolution;
  readonly members: readonly string[];
  readonly status: 'holds' | 'fails' | 'undecided';
  readonly phrased: Phrased;
  readonly pairs: Judgement['pairs'];
}

/** Judges that nothing new reaches (or leaves) a group; `before` is what the world was. */
export function judgeNewConnections(
  claim: NoNew,
  before: Compared,
  world: JudgingWorld,
  entry: ClaimEntry,
): ChangeVerdict {
  const group = resolveChangeGroup(claim, before, world, entry.origin);
  const { judged, found, isWhole } = findNewTraffic(claim, group, before);
  const members = group.members.map(({ end }) => end.id);
  const common = {
    resolution: group.resolution,
    members,
    pairs: { judged, holding: Math.max(0, judged - found.length) },
  };
  const { base, head } = before.compared.trees;
  // What is not read may admit, and a policy that is not read is not gone.
  const gap = base.gap ?? head.gap;
  if (gap !== undefined) return { ...common, status: 'undecided', phrased: notKnown(entry, gap) };
  const worst = found.find(({ opened }) => !isEmpty(opened)) ?? found[0];
  if (worst === undefined && !isWhole)
    return { ...common, status: 'undecided', phrased: notKnown(entry, NOT_COMPARED) };
  if (worst === undefined) {
    const whom = claim.end === 'to' ? 'reaches' : 'is reached from';
    const message = `nobody ${whom} it now who did not before, whichever pods are created`;
    return { ...common, status: 'holds', phrased: { message, guilty: entry.origin, related: [] } };
  }
  const isSure = !isEmpty(worst.opened);
  return { ...common, status: isSure ? 'fails' : 'undecided', phrased: phrase(claim, worst, before, entry) };
}

const NOT_COMPARED = { why: WHY_NOT_COMPARED, help: `${HELP_TO_COMPARE}, or name fewer pods in the claim` };

function notKnown(entry: ClaimEntry, { why, help }: Gap): Phrased {
  const message = `it cannot be decided whether connections are new, because ${why}`;
  return { message, help, guilty: entry.origin, related: [] };
}

function phrase(claim: NoNew, worst: NewTraffic, { compared }: Compared, entry: ClaimEntry): Phrased {
  const { trees } = compared;
  const isSure = !isEmpty(worst.opened);
  const all = isSure ? worst.opened : worst.mayOpen;
  const from = endpointOf(worst.from, all, compared);
  const to = endpointOf(worst.to, all, compared);
  const traffic = smallestTraffic(all, to);
  const causes = worst.opening === undefined ? causesOf(compared, worst) : [openingCause(worst.opening)];
  const [cause] = causes;
  const decision = trees.head.engine.decide(indexOf(worst.from) ?? from, indexOf(worst.to) ?? to);
  const reasons = phraseReasons(decision, traffic, trees.head.cluster);
  const witness = { from: from.id, to: to.id, traffic, reasons, decision };
  const between = `from ${nameOf(worst.from, from, compared)} to ${nameOf(worst.to, to, compared)} on ${describeTraffic(traffic)}`;
  const member = nameOf(claim.end === 'to' ? worst.to : worst.from, claim.end === 'to' ? to : from, compared);
  const why = worst.isNewMember ? `${member} is new in \`${claim.group.text}\`` : (cause?.text ?? 'it changed');
  const message = isSure
    ? `traffic ${between} is allowed now and was not before: ${why}`
    : `it cannot be decided whether traffic ${between} is new, because ${why}`;
  const at = causes.find((one) => one.tree === 'head' && one.at !== undefined)?.at;
  return {
    message,
    help: helpFor(cause, worst),
    guilty: at ?? entry.origin,
    related: relatedTo(causes, at),
    witness,
  };
}

function openingCause({ title, origin }: NonNullable<NewTraffic['opening']>): Cause {
  return { tree: 'head', text: `${title} lets traffic in from outside, and such pods may be behind it`, at: origin };
}

function helpFor(cause: Cause | undefined, { isNewMember }: NewTraffic): string {
  const isMeant = 'if the change is meant, take the claim out in the same pull request';
  if (isNewMember) return `every connection to a new member is new; ${isMeant}`;
  return cause?.tree === 'base' ? `${cause.text}; bring it back, or ${isMeant}` : `narrow what admits it; ${isMeant}`;
}

function relatedTo(causes: readonly Cause[], at: Cause['at']): Judgement['related'] {
  return causes.flatMap((cause) =>
    cause.tree === 'head' && cause.at !== undefined && cause.at !== at ? [{ at: cause.at, message: cause.text }] : [],
  );
}

function isKnown(end: KnownEnd | PodBox): end is KnownEnd {
  return 'in' in end;
}

function indexOf(end: KnownEnd | PodBox): number | undefined {
  return isKnown(end) ? end.in.head : undefined;
}

function endpointOf(end: KnownEnd | PodBox, traffic: ConnectionSet, { trees }: Compared['compared']): Endpoint {
  return isKnown(end) ? end.endpoint : possiblePod(end, { addresses: trees.head.cluster.podAddresses, traffic });
}

function nameOf(end: KnownEnd | PodBox, endpoint: Endpoint, { trees }: Compared['compared']): string {
  if (isKnown(end)) return nameOfEnd(end, trees);
  return endpoint.kind === 'pod' ? (endpoint.possible ?? endpoint.id) : endpoint.id;
}
