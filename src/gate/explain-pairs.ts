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

/** The walk through the tiers for the pairs of a claim, those that contradict it first; its witness comes before, if it is none of them. */
export function explainPairs(
  judgement: Pick<Judgement, 'judgedPairs' | 'pairs' | 'witness'>,
  { engine }: Pick<World, 'engine'>,
  locate: Locate,
): Pick<ExplainReport, 'pairs' | 'omitted'> {
  const shown = judgement.judgedPairs.slice(0, SHOWN_PAIRS);
  return {
    pairs: [...witnessed(judgement), ...shown.map(([from, to]) => engine.decide(from, to))].map((decision) =>
      explained(decision, locate),
    ),
    omitted: Math.max(0, judgement.pairs.judged - shown.length),
  };
}

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

function explained(decision: Decision, locate: Locate): ExplainedPair {
  return {
    from: decision.from.id,
    to: decision.to.id,
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
