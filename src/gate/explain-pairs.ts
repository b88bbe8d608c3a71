import type { Judgement } from '../assertions/judgement.ts';
import type { Decision } from '../connectivity/decision.ts';
import type { ExplainedPair, ExplainReport } from '../findings/report.ts';
import { trafficOf } from '../sets/connection-set.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { World } from './read-world.ts';
import { reportWalk } from './report-walk.ts';

type Locate = (ref: SourceRef) => Place;

/** More pairs than this no reader walks through. */
const SHOWN_PAIRS = 20;

/** Pairs among which those are looked for that can be shown as one. */
const WALKED_PAIRS = 500;

/** The walk through the tiers for the pairs of a claim, those that contradict it first; its witness comes before, if it is none of them. */
export function explainPairs(
  judgement: Pick<Judgement, 'judgedPairs' | 'pairs' | 'witness'>,
  { engine }: Pick<World, 'engine'>,
  locate: Locate,
): Pick<ExplainReport, 'pairs' | 'omitted'> {
  const walked = judgement
    .judgedPairs()
    .slice(0, WALKED_PAIRS)
    .map(([from, to]) => engine.decide(from, to));
  const groups = joinAddresses(walked).slice(0, SHOWN_PAIRS);
  const shown = groups.reduce((count, { alike }) => count + 1 + alike.length, 0);
  return {
    pairs: [
      ...witnessed(judgement).map((decision) => explained(decision, [], locate)),
      ...groups.map(({ decision, alike }) => explained(decision, alike, locate)),
    ],
    omitted: Math.max(0, judgement.pairs.judged - shown),
  };
}

interface AlikeDecisions {
  readonly decision: Decision;
  /** Ids of further ranges of addresses. */
  readonly alike: string[];
}

/** Decisions that differ in nothing but the range of addresses at one end, as one. */
function joinAddresses(decisions: readonly Decision[]): readonly AlikeDecisions[] {
  const groups = new Map<string, AlikeDecisions>();
  for (const decision of decisions) {
    const addresses = [decision.from, decision.to].find(({ kind }) => kind === 'addresses')?.id ?? '';
    const written = JSON.stringify(explained(decision, [], NOWHERE));
    const key = addresses === '' ? written : written.replaceAll(addresses, ADDRESSES);
    const group = addresses === '' ? undefined : groups.get(key);
    if (group === undefined) groups.set(key, { decision, alike: [] });
    else group.alike.push(addresses);
  }
  return [...groups.values()];
}

// No id has an angle bracket.
const ADDRESSES = '<addresses>';

// Which rule it was is told by its words, and the line by its keys.
const NOWHERE: Locate = (ref) => ({
  file: ref.kind === 'path' ? JSON.stringify([ref.file, ref.document, ref.path]) : ref.file,
});

/**
 * What shows the verdict where no judged pair does: a pod that could be created, or the leg behind a door, where policy
 * sees somebody else.
 */
function witnessed({ witness }: Pick<Judgement, 'witness'>): readonly Decision[] {
  const { door, decision, from } = witness ?? {};
  if (decision === undefined) return [];
  const isLeg = door !== undefined && decision.from.id !== from;
  const isMadeUp = [decision.from, decision.to].some((end) => end.kind === 'pod' && end.possible !== undefined);
  return isLeg || isMadeUp ? [decision] : [];
}

function explained(decision: Decision, alike: readonly string[], locate: Locate): ExplainedPair {
  return {
    from: decision.from.id,
    to: decision.to.id,
    alike,
    allowed: trafficOf(decision.allowed),
    denied: trafficOf(decision.denied),
    undecided: trafficOf(decision.undecided),
    sides: decision.sides.map((side) => ({
      layer: side.layer,
      direction: side.direction,
      subject: side.subject.id,
      steps: reportWalk(side, { subject: `\`${side.subject.id}\``, peer: `\`${side.peer.id}\`` }, locate),
    })),
  };
}
