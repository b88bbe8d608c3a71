import { joinSentences } from './join-sentences.ts';
import type { Draft, Ladder, Paragraph, Remark } from './ladder.ts';
import { type Sentence, writeSentence } from './sentence.ts';

/** The claims of one namespace, by paragraph. */
export interface Section {
  readonly namespace: string;
  readonly paragraphs: readonly { readonly paragraph: Paragraph; readonly sentences: readonly string[] }[];
}

/** The claims of a suite, and what they do not say. */
export interface Choice {
  readonly sections: readonly Section[];
  readonly remarks: readonly Remark[];
}

/** More claims of one namespace than this are no first suite but a burden. */
const MOST_CLAIMS = 60;

const PARAGRAPHS: readonly Paragraph[] = ['isolation', 'ingress', 'egress', 'outside'];

/** Every sentence that a draft could use, each once. */
export function sentencesOf({ ladders }: Pick<Draft, 'ladders'>): readonly string[] {
  return [...new Set(ladders.flatMap(({ options }) => options.flat(2)).map(writeSentence))];
}

/** Takes from a draft the strongest claims that hold, joined where they say the same of several. */
export function chooseClaims(draft: Draft, holds: (sentence: string) => boolean): Choice {
  const taken = draft.ladders.map((ladder) => ({ ladder, sentences: takeFrom(ladder, holds) }));
  const namespaces = [...new Set(draft.ladders.map(({ namespace }) => namespace))].sort();
  const chosen = namespaces.map((namespace) =>
    sectionOf(
      namespace,
      taken.filter(({ ladder }) => ladder.namespace === namespace),
    ),
  );
  return {
    sections: chosen.map(({ section }) => section),
    remarks: [...draft.remarks, ...unsaid(taken), ...chosen.flatMap(({ leftOut }) => leftOut)],
  };
}

interface Taken {
  readonly ladder: Ladder;
  readonly sentences: readonly Sentence[];
}

function takeFrom({ options }: Ladder, holds: (sentence: string) => boolean): readonly Sentence[] {
  for (const option of options) {
    const taken = option.flatMap((steps) => steps.find((sentence) => holds(writeSentence(sentence))) ?? []);
    if (taken.length > 0) return taken;
  }
  return [];
}

function sectionOf(
  namespace: string,
  taken: readonly Taken[],
): { readonly section: Section; readonly leftOut: readonly Remark[] } {
  let room = MOST_CLAIMS;
  let leftOut = 0;
  const whole = taken.filter(({ ladder }) => ladder.paragraph === 'isolation').flatMap(({ sentences }) => sentences);
  const paragraphs = PARAGRAPHS.map((paragraph) => {
    const sentences = taken
      .filter(({ ladder }) => ladder.paragraph === paragraph)
      .flatMap((one) => one.sentences.filter((sentence) => paragraph === 'isolation' || !isImplied(sentence, whole)));
    const joined = joinSentences(sentences).map(writeSentence);
    const kept = joined.slice(0, room);
    room -= kept.length;
    leftOut += joined.length - kept.length;
    return { paragraph, sentences: kept };
  }).filter(({ sentences }) => sentences.length > 0);
  return { section: { namespace, paragraphs }, leftOut: omitted(leftOut, namespace) };
}

/** A default deny of the whole namespace is not claimed again of its workloads. */
function isImplied(sentence: Sentence, whole: readonly Sentence[]): boolean {
  if (sentence.kind !== 'isolation') return false;
  return whole.some((other) => other.kind === 'isolation' && other.direction === sentence.direction);
}

/** Workloads that a policy governs but of which no short claim holds. */
function unsaid(taken: readonly Taken[]): readonly Remark[] {
  return (['ingress', 'egress'] as const).flatMap((paragraph) => {
    const own = taken.filter(({ ladder }) => ladder.paragraph === paragraph);
    const said = new Set(own.flatMap(({ ladder, sentences }) => (sentences.length > 0 ? [ladder.subject] : [])));
    const subjects = new Set(own.flatMap(({ ladder }) => (said.has(ladder.subject) ? [] : (ladder.subject ?? []))));
    return subjects.size === 0 ? [] : [{ subjects: [...subjects], text: UNSAID[paragraph] }];
  });
}

const UNSAID = {
  ingress: 'no short claim holds about who gets in',
  egress: 'no short claim holds about where they get',
} as const;

function omitted(count: number, namespace: string): readonly Remark[] {
  if (count === 0) return [];
  const claims = count === 1 ? 'claim about workloads of it holds and is' : 'claims about workloads of it hold and are';
  const text = `${count} more ${claims} left out; \`netpol-gate connectivity\` shows what can reach what`;
  return [{ subjects: [namespace], text }];
}
