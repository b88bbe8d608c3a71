import { reasonToAnswer } from './answered-errors.ts';
import { CHOICES, type Choice, rewritingBy } from './choices.ts';
import type { Disagreement } from './disagreement.ts';
import type { NamedException } from './named-exceptions.ts';
import { type Ask, questionsOf } from './questions-of.ts';
import type { ConformanceCase } from './read-corpora.ts';
import { reasonOutOfScope } from './reason-out-of-scope.ts';

/** How a case ends; it counts as one, whatever the number of its questions. */
export type Verdict =
  | { readonly kind: 'agrees'; readonly asked: number; readonly notes: readonly string[] }
  | { readonly kind: 'disagrees'; readonly asked: number; readonly disagreements: readonly Disagreement[] }
  | { readonly kind: 'excepted'; readonly asked: number; readonly reason: string }
  | { readonly kind: 'out of scope'; readonly reason: string };

const QUOTED =
  'read with its plain `y` in quotes: kubectl takes the word for a boolean, and the API server refuses that as a name';

/** Runs one case. What cannot be read or asked is a disagreement, never a case less. */
export function judgeCase(one: ConformanceCase, exceptions: readonly NamedException[]): Verdict {
  const later = reasonOutOfScope(one);
  if (later !== undefined) return { kind: 'out of scope', reason: later };
  try {
    return judgeQuestions(one, exceptions);
  } catch (error) {
    const text = `cannot be run: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: 'disagrees', asked: 0, disagreements: [{ text, steps: [] }] };
  }
}

function judgeQuestions(one: ConformanceCase, exceptions: readonly NamedException[]): Verdict {
  const questions = questionsOf(one);
  if (questions.kind === 'unsayable') return { kind: 'out of scope', reason: questions.reason };
  const tally = questions.ask(undefined);
  const { asked, disagreements } = tally;
  const named = exceptions.find(({ corpus, name }) => corpus === one.corpus && name === one.name);
  if (asked === 0) return disagreeing('asks nothing');
  if (disagreements.length === 0) {
    if (named !== undefined)
      return disagreeing(`stale exception: the case agrees, but is excepted because ${named.reason}`);
    return { kind: 'agrees', asked, notes: [...questions.notes, ...(tally.hasQuoted ? [QUOTED] : [])] };
  }
  const reason = named?.reason ?? reasonToAnswer(one) ?? explain(one, questions.ask);
  return reason === undefined ? { kind: 'disagrees', asked, disagreements } : { kind: 'excepted', asked, reason };
}

function disagreeing(text: string): Verdict {
  return { kind: 'disagrees', asked: 0, disagreements: [{ text, steps: [] }] };
}

/** Why the whole case agrees once its manifests say what the tool behind the corpus reads: the fewest reasons. */
function explain({ corpus }: ConformanceCase, ask: Ask): string | undefined {
  const sets = subsetsOf(CHOICES.filter(({ corpora }) => corpora.includes(corpus)));
  const agreeing = sets
    .filter((set) => set.length > 0)
    .sort((a, b) => a.length - b.length)
    .find((set) => {
      const tally = ask(rewritingBy(set));
      return tally.asked > 0 && tally.disagreements.length === 0;
    });
  return agreeing?.map(({ reason }) => reason).join('; and ');
}

function subsetsOf(choices: readonly Choice[]): readonly (readonly Choice[])[] {
  const [first, ...rest] = choices;
  if (first === undefined) return [[]];
  const without = subsetsOf(rest);
  return [...without, ...without.map((set) => [first, ...set])];
}
