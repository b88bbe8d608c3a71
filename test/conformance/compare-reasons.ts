import type { Decision, SideDecision, Step } from '../../src/connectivity/decision.ts';
import type { Direction } from '../../src/resources/resources.ts';
import { type ConnectionSet, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { equals, intersection, isEmpty, union } from '../../src/sets/interval-set.ts';
import { readConn } from './conformance-traffic.ts';
import { endsOf } from './connection-rows.ts';
import { type Answers, wordsFor } from './disagreement.ts';
import { decideWithFront } from './front-of-case.ts';
import type { CaseWorld } from './open-case.ts';
import { type Fields, fieldsOf, listOf } from './read-corpora.ts';

/** What becomes of some of the traffic between two ends, and which policies say so. */
interface Part {
  readonly isAllowed: boolean;
  readonly conn: ConnectionSet;
  /** `Kind name`. */
  readonly policies: Readonly<Record<Direction, readonly string[]>>;
}

interface Reason {
  readonly from: string;
  readonly to: string;
  readonly parts: readonly Part[];
}

const DIRECTIONS = ['egress', 'ingress'] as const;

/** The reasons of a case. */
export function reasonsOf(written: Fields): readonly Reason[] {
  return listOf(written['reasons'])
    .map(fieldsOf)
    .map(({ src, dst, parts }) => ({
      from: String(src),
      to: String(dst),
      parts: listOf(parts).map((part) => readPart(fieldsOf(part))),
    }));
}

/** Compares, for each pair that a case explains, what is allowed and refused and the policies that decide it. */
export function compareReasons(written: Fields, opened: CaseWorld, answers: Answers): void {
  const decide = decideWithFront(opened);
  for (const reason of reasonsOf(written)) {
    const pairs = endsOf(reason.from, opened).flatMap((from) =>
      endsOf(reason.to, opened).map((to) => [from, to] as const),
    );
    if (pairs.length === 0) answers.differ(`${reason.from} to ${reason.to}: the world has no such pair`);
    for (const pair of pairs) comparePair(reason, decide(...pair), pair, answers);
  }
}

function comparePair(
  { from, to, parts }: Reason,
  decision: Decision,
  pair: readonly [number, number],
  answers: Answers,
): void {
  const total = (isAllowed: boolean): ConnectionSet =>
    parts
      .filter((part) => part.isAllowed === isAllowed)
      .map(({ conn }) => conn)
      .reduce(union, NO_CONNECTIONS);
  if (equals(total(true), decision.allowed) && equals(total(false), decision.denied)) answers.agree();
  else answers.differ(`${from} to ${to}: expected ${wordsFor(total(true))}, got ${wordsFor(decision.allowed)}`, pair);
  for (const part of parts) {
    for (const direction of DIRECTIONS) {
      const expected = part.policies[direction];
      const got = decidingPolicies(decision, direction, part.conn);
      if (agrees(expected, got, part.isAllowed)) answers.agree();
      else {
        const words = (names: readonly string[]): string => names.join(', ') || 'no policy';
        const what = `${direction} from ${from} to ${to}, ${wordsFor(part.conn)}`;
        answers.differ(`${what}: expected ${words(expected)} to decide, got ${words(got)}`, pair);
      }
    }
  }
}

/** Of several policies that admit the same traffic, the engine names the first. */
function agrees(expected: readonly string[], got: readonly string[], isAllowed: boolean): boolean {
  const isKnown = got.every((name) => expected.includes(name));
  const isComplete = expected.every((name) => got.includes(name));
  return isKnown && (isComplete || (isAllowed && got.length > 0));
}

function decidingPolicies({ sides }: Decision, direction: Direction, conn: ConnectionSet): readonly string[] {
  const steps = sides.filter((side: SideDecision) => side.direction === direction).flatMap((side) => side.steps);
  const deciding = steps.filter(({ traffic }) => !isEmpty(intersection(traffic, conn))).flatMap(policiesOf);
  return [...new Set(deciding.map(({ kind, name }) => `${kind} ${name}`))];
}

function policiesOf(step: Step): readonly { readonly kind: string; readonly name: string }[] {
  if (step.kind === 'rule') return [step.policy];
  return step.kind === 'isolation' ? step.policies : [];
}

function readPart(part: Fields): Part {
  const { verdict } = part;
  if (verdict !== 'allowed' && verdict !== 'denied') throw new Error(`unknown verdict ${String(verdict)}`);
  return {
    isAllowed: verdict === 'allowed',
    conn: readConn(part['conn']),
    policies: { egress: namesOf(part['egress']), ingress: namesOf(part['ingress']) },
  };
}

/** Services and Ingress objects are named too; they are no policies. */
function namesOf(side: unknown): readonly string[] {
  return listOf(fieldsOf(side)['policies'])
    .map(fieldsOf)
    .filter(({ kind }) => String(kind).endsWith('NetworkPolicy'))
    .map(({ kind, name }) => `${String(kind)} ${String(name)}`);
}
