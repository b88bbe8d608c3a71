import type { Decision, SideDecision, Step } from '../connectivity/decision.ts';
import type { ReportedMatrix, ReportedPair, ReportedSide } from '../findings/report.ts';
import { trafficOf } from '../sets/connection-set.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';
import { reportWalk } from './report-walk.ts';

/** Verdicts and their reasons as they are met, each once. */
export interface SharedReasons {
  readonly verdicts: ReportedMatrix['verdicts'];
  readonly sides: readonly ReportedSide[];
  /** The lines of all sides together. */
  readonly steps: () => number;
  readonly pairOf: (decision: Decision) => ReportedPair;
}

/** Gathers decisions; their reasons tell of "the source" and "the destination". */
export function shareReasons(locate: (ref: SourceRef) => Place): SharedReasons {
  const verdicts: ReportedMatrix['verdicts'][number][] = [];
  const sides: ReportedSide[] = [];
  const verdictByTraffic = new Map<string, number>();
  const sideByMeaning = new Map<string, number>();
  const numberOf = numberThings();
  let steps = 0;
  const verdictOf = ({ allowed, denied, undecided }: Decision): number => {
    const traffic = `${allowed.join()} ${undecided.join()}`;
    const index =
      verdictByTraffic.get(traffic) ??
      verdicts.push({ allowed: trafficOf(allowed), denied: trafficOf(denied), undecided: trafficOf(undecided) }) - 1;
    verdictByTraffic.set(traffic, index);
    return index;
  };
  const sideOf = (decision: Decision, direction: ReportedSide['direction']): number => {
    const own = decision.sides.filter((side) => side.direction === direction);
    const meaning = [direction, ...own.map((side) => meaningOf(side, numberOf))].join('\n');
    const known = sideByMeaning.get(meaning);
    if (known !== undefined) return known;
    const layers = own.map((side) => ({ name: side.layer, steps: reportWalk(side, NAMES[direction], locate) }));
    steps += layers.reduce((sum, layer) => sum + layer.steps.length, 0);
    const index = sides.push({ direction, layers }) - 1;
    sideByMeaning.set(meaning, index);
    return index;
  };
  return {
    verdicts,
    sides,
    steps: () => steps,
    pairOf: (decision) => [verdictOf(decision), sideOf(decision, 'egress'), sideOf(decision, 'ingress')],
  };
}

const NAMES = {
  egress: { subject: 'the source', peer: 'the destination' },
  ingress: { subject: 'the destination', peer: 'the source' },
} as const;

// INVARIANT: sides of one meaning are told in the same words.
function meaningOf({ layer, governing, steps }: SideDecision, numberOf: (thing: unknown) => number): string {
  return [layer, governing.map(numberOf).join(), ...steps.map((step) => stepMeaning(step, numberOf))].join(';');
}

function stepMeaning(step: Step, numberOf: (thing: unknown) => number): string {
  const what =
    step.kind === 'rule'
      ? `${numberOf(step.policy)} ${numberOf(step.rule)}`
      : step.kind === 'isolation'
        ? step.policies.map(numberOf).join()
        : '';
  const doubt = step.doubt === undefined ? '' : numberOf(step.doubt.why);
  return `${step.kind} ${numberOf(step.tier)} ${step.action} ${what} ${step.traffic.join()} ${doubt}`;
}

function numberThings(): (thing: unknown) => number {
  const numbers = new Map<unknown, number>();
  return (thing) => {
    const number = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, number);
    return number;
  };
}
