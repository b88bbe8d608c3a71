import type { AddressSet } from '../../src/sets/address-set.ts';
import { askConnlist, connlistRows } from './ask-connlist.ts';
import { askDiff, diffRows, rangesOfWorld } from './ask-diff.ts';
import { askExplanation } from './ask-explanation.ts';
import { askExposure } from './ask-exposure.ts';
import { addressesOf, askProbes, type Probe, probesOf, probesOfMatrix } from './ask-probes.ts';
import { askRefusal } from './ask-refusal.ts';
import { readUnit } from './ask-unit.ts';
import { assumptionsOf } from './assumptions-of.ts';
import { allChoicesOf, type Choice } from './choices.ts';
import { reasonsOf } from './compare-reasons.ts';
import { rangesOfRows } from './connection-rows.ts';
import type { Tally } from './disagreement.ts';
import { type CaseWorld, type Manifests, openCase } from './open-case.ts';
import type { ConformanceCase } from './read-corpora.ts';

/** Asks a case, after its manifests were rewritten. */
export type Ask = (rewrite: Choice['rewrite'] | undefined) => Tally & { readonly hasQuoted: boolean };

/** What a case asks, or why nobody can ask it. */
export type Questions =
  | { readonly kind: 'questions'; readonly ask: Ask; readonly notes: readonly string[] }
  | { readonly kind: 'unsayable'; readonly reason: string };

const WITHOUT_SENTENCES = 'compared with the policies of each reason, not with its sentences';

/** Reads what a case asks, by its mode. */
export function questionsOf(one: ConformanceCase): Questions {
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
    case 'connlist_focus':
      return questionsOfRows(one, [], (opened) => askConnlist(written, opened));
    case 'explain':
      return questionsOfRows(one, [WITHOUT_SENTENCES], (opened) => askExplanation(written, opened));
    case 'exposure':
    case 'exposure_focus':
      return questionsOfRows(one, [], (opened) => askExposure(written, opened));
    case 'diff':
      return questionsOfDiff(one);
    case 'error':
    case 'warning':
      return questionsOfRefusal(one);
    default:
      throw new Error(`unknown mode ${mode}`);
  }
}

function questionsOfProbes(probes: readonly Probe[], one: ConformanceCase, manifests: Manifests): Questions {
  const open = opener(one, addressesOf(probes));
  return questions((rewrite) => {
    const opened = open(manifests, rewrite);
    return { ...askProbes(probes, opened), hasQuoted: opened.hasQuoted };
  });
}

/** A case with a list of connections. */
function questionsOfRows(
  one: ConformanceCase,
  notes: readonly string[],
  askOpened: (opened: CaseWorld) => Tally,
): Questions {
  const { written } = one;
  const open = opener(one, rangesOfRows([...connlistRows(written), ...reasonsOf(written)]));
  const ask: Ask = (rewrite) => {
    const opened = open(manifestsOf(one), rewrite);
    return { ...askOpened(opened), hasQuoted: opened.hasQuoted };
  };
  return questions(ask, notes);
}

/** Each world is opened again with the cuts of the other, so that both tell the same addresses apart. */
function questionsOfDiff(one: ConformanceCase): Questions {
  const { written, manifests } = one;
  const [first, second, ...more] = manifests;
  if (first === undefined || second === undefined || more.length > 0) throw new Error('a diff is between two folders');
  const rows = diffRows(written);
  const ask: Ask = (rewrite) => {
    const openBoth = (cuts: readonly AddressSet[]): readonly [before: CaseWorld, after: CaseWorld] => {
      const open = opener(one, cuts);
      return [open({ kind: 'path', path: first }, rewrite), open({ kind: 'path', path: second }, rewrite)];
    };
    const [before, after] = openBoth(openBoth(rangesOfRows(rows)).flatMap(rangesOfWorld));
    return { ...askDiff(written, before, after), hasQuoted: before.hasQuoted || after.hasQuoted };
  };
  return questions(ask);
}

/** What the tool behind the corpus reads in its own way is rewritten first, so that its error alone is asked about. */
function questionsOfRefusal(one: ConformanceCase): Questions {
  const open = opener(one, []);
  return questions(() => {
    const worlds = one.manifests.map((path) => open({ kind: 'path', path }, allChoicesOf(one.corpus)));
    return { ...askRefusal(worlds), hasQuoted: worlds.some(({ hasQuoted }) => hasQuoted) };
  });
}

function questions(ask: Ask, notes: readonly string[] = []): Questions {
  return { kind: 'questions', ask, notes };
}

type Open = (manifests: Manifests, rewrite: Choice['rewrite'] | undefined) => CaseWorld;

function opener(one: ConformanceCase, addressCuts: readonly AddressSet[]): Open {
  return (manifests, rewrite) => openCase({ manifests, assumptions: assumptionsOf(one), addressCuts, rewrite });
}

function manifestsOf({ manifests }: ConformanceCase): Manifests {
  const [path, ...more] = manifests;
  if (path === undefined || more.length > 0) throw new Error('the case does not name one folder of manifests');
  return { kind: 'path', path };
}
