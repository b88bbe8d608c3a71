import { askConnlist, rangesOfRows, speaksOfIngressController } from './ask-connlist.ts';
import { addressesOf, askProbes, type Probe, probesOf, probesOfMatrix } from './ask-probes.ts';
import { readUnit } from './ask-unit.ts';
import { assumptionsOf } from './assumptions-of.ts';
import { CHOICES, type Choice } from './choices.ts';
import type { Disagreement, Tally } from './disagreement.ts';
import type { NamedException } from './named-exceptions.ts';
import { type CaseWorld, type Manifests, openCase } from './open-case.ts';
import type { ConformanceCase } from './read-corpora.ts';
import { reasonOutOfScope } from './reason-out-of-scope.ts';

/** How a case ends; it counts as one, whatever the number of its questions. */
export type Verdict =
  | { readonly kind: 'agrees'; readonly asked: number; readonly notes: readonly string[] }
  | { readonly kind: 'disagrees'; readonly asked: number; readonly disagreements: readonly Disagreement[] }
  | { readonly kind: 'excepted'; readonly asked: number; readonly reason: string }
  | { readonly kind: 'out of scope'; readonly reason: string };

const WITHOUT_INGRESS_CONTROLLER =
  'compared without the rows of {ingress-controller}, which this version does not have';
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
  const reason = named?.reason ?? explain(one, questions.ask);
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
      const tally = ask((fields) => set.reduce((written, { rewrite }) => rewrite(written), fields));
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

type Ask = (rewrite: Choice['rewrite'] | undefined) => Tally & { readonly hasQuoted: boolean };

type Questions =
  | { readonly kind: 'questions'; readonly ask: Ask; readonly notes: readonly string[] }
  | { readonly kind: 'unsayable'; readonly reason: string };

function questionsOf(one: ConformanceCase): Questions {
  const { written, mode } = one;
  switch (mode) {
    case 'probes':
      return questionsOfProbes(probesOf(written), one, manifestsOf(one));
    case 'matrix':
      return questionsOfProbes(probesOfMatrix(written), one, manifestsOf(one));
    case 'unit': {
      const unit = readUnit(written);
      if (unit.kind === 'unsayable') return unit;
      return questionsOfProbes(unit.probes, one, { kind: 'objects', objects: unit.objects });
    }
    case 'connlist':
    case 'connlist_focus': {
      const notes = speaksOfIngressController(written) ? [WITHOUT_INGRESS_CONTROLLER] : [];
      const ask = asker(one, manifestsOf(one), rangesOfRows(written), (opened) => askConnlist(written, opened));
      return { kind: 'questions', ask, notes };
    }
    default:
      throw new Error(`unknown mode ${mode}`);
  }
}

function questionsOfProbes(probes: readonly Probe[], one: ConformanceCase, manifests: Manifests): Questions {
  const ask = asker(one, manifests, addressesOf(probes), (opened) => askProbes(probes, opened));
  return { kind: 'questions', ask, notes: [] };
}

function asker(
  one: ConformanceCase,
  manifests: Manifests,
  addressCuts: ReturnType<typeof addressesOf>,
  ask: (opened: CaseWorld) => Tally,
): Ask {
  return (rewrite) => {
    const opened = openCase({ manifests, assumptions: assumptionsOf(one), addressCuts, rewrite });
    return { ...ask(opened), hasQuoted: opened.hasQuoted };
  };
}

function manifestsOf({ manifests }: ConformanceCase): Manifests {
  if (manifests === undefined) throw new Error('the case names no folder of manifests');
  return { kind: 'path', path: manifests };
}
