import type { Decision } from '../../src/connectivity/decision.ts';
import { explainPairs } from '../../src/gate/explain-pairs.ts';
import { formatTraffic } from '../../src/reports/format-traffic.ts';
import { type ConnectionSet, trafficOf } from '../../src/sets/connection-set.ts';
import { intersection, isEmpty } from '../../src/sets/interval-set.ts';
import { worldWithFront } from './front-of-case.ts';
import type { CaseWorld } from './open-case.ts';

/** One answer that is not the expected one. */
export interface Disagreement {
  /** What was asked, what was expected, what came. */
  readonly text: string;
  /** How the engine came to its answer, in words. */
  readonly steps: readonly string[];
}

/** What asking a case gave: how many questions, and the answers that differ. */
export interface Tally {
  readonly asked: number;
  readonly disagreements: readonly Disagreement[];
}

/** Explanations are for people; more of a case than this nobody reads. */
const EXPLAINED = 3;

/** Collects the answers to a case. */
export interface Answers {
  readonly agree: () => void;
  readonly differ: (text: string, pair?: readonly [from: number, to: number]) => void;
  readonly tally: () => Tally;
}

/** Starts to collect answers; only the first disagreements are explained. */
export function collectAnswers(opened: CaseWorld): Answers {
  let agreed = 0;
  const disagreements: Disagreement[] = [];
  return {
    agree: () => {
      agreed++;
    },
    differ: (text, pair) => {
      const isExplained = pair !== undefined && disagreements.length < EXPLAINED;
      const errors = disagreements.length === 0 ? errorsOf(opened) : [];
      disagreements.push({ text, steps: [...(isExplained ? stepsOf(pair, opened) : []), ...errors] });
    },
    tally: () => ({ asked: agreed + disagreements.length, disagreements }),
  };
}

/** `allowed`, `denied` or `undecided` for traffic that is not empty; all that apply. */
export function verdictOn(traffic: ConnectionSet, decision: Decision): string {
  const outcomes = (['allowed', 'denied', 'undecided'] as const).filter(
    (outcome) => !isEmpty(intersection(decision[outcome], traffic)),
  );
  return outcomes.join(' and ');
}

/** Traffic in words; `nothing` where there is none. */
export function wordsFor(traffic: ConnectionSet): string {
  return formatTraffic(trafficOf(traffic));
}

/** What is wrong with the manifests: often the cause. */
function errorsOf({ world }: CaseWorld): readonly string[] {
  const errors = world.findings.filter(({ severity }) => severity === 'error');
  return errors.slice(0, EXPLAINED).map(({ code, message }) => `error in the manifests: ${code}: ${message}`);
}

function stepsOf(pair: readonly [from: number, to: number], opened: CaseWorld): readonly string[] {
  const world = worldWithFront(opened);
  const { pairs } = explainPairs(
    { judgedPairs: () => [pair], pairs: { judged: 1, holding: 0 } },
    world,
    opened.files.locate,
  );
  return pairs.flatMap(({ sides }) =>
    sides.flatMap(({ direction, subject, steps }) =>
      steps.map((step) => {
        const traffic = step.traffic.length === 0 ? '' : ` ${formatTraffic(step.traffic)}:`;
        const doubt = step.doubt === undefined ? '' : ` (${step.doubt})`;
        return `${direction} of ${subject}: ${step.outcome}:${traffic} ${step.text}${doubt}`;
      }),
    ),
  );
}
