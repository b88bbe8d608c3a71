import { joinSentences } from './join-sentences.ts';
import type { Draft, Ladder, Paragraph, Remark } from './ladder.ts';
import { type Sentence, writeSentence } from './sentence.ts';

/** The claims of one namespace, by paragraph, and what they do not say. */
export interface Section {
  readonly namespace: string;
  readonly paragraphs: readonly { readonly paragraph: Paragraph; readonly sentences: readonly string[] }[];
  readonly remarks: readonly { readonly subjects: readonly string[]; readonly text: string }[];
}

/** More claims of one namespace than this are no first suite but a burden. */
const MOST_CLAIMS = 60;

const PARAGRAPHS: readonly Paragraph[] = ['isolation', 'ingress', 'egress', 'outside'];

/** Every sentence that a draft could use, each once. */
export function sentencesOf({ ladders }: Pick<Draft, 'ladders'>): readonly string[] {
  return [...new Set(ladders.flatMap(({ options }) => options.flat(2)).map(writeSentence))];
}

/** Takes from a draft the strongest claims that hold, joined where they say the same of several. */
export function chooseClaims(draft: Draft, holds: (sentence: string) => boolean): readonly Section[] {
  const taken = draft.ladders.map((ladder) => ({ ladder, sentences: takeFrom(ladder, holds) }));
  const namespaces = [...draft.ladders, ...draft.remarks].map(({ namespace }) => namespace);
  return [...new Set(namespaces)].sort().map((namespace) => {
    const own = taken.filter(({ ladder }) => ladder.namespace === namespace);
    const remarks = draft.remarks.filter((remark) => remark.namespace === namespace);
    return sectionOf(namespace, own, remarks);
  });
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

function sectionOf(namespace: string, taken: readonly Taken[], remarks: readonly Remark[]): Section {
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
  return { namespace, paragraphs, remarks: [...remarks, ...unsaid(taken), ...omitted(leftOut)] };
}

/** A default deny of the whole namespace is not claimed again of its workloads. */
function isImplied(sentence: Sentence, whole: readonly Sentence[]): boolean {
  if (sentence.kind !== 'isolation') return false;
  return whole.some((other) => other.kind === 'isolation' && other.direction === sentence.direction);
}

/** Workloads that a policy governs but of which no short claim holds. */
function unsaid(taken: readonly Taken[]): Section['remarks'] {
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

function omitted(count: number): Section['remarks'] {
  if (count === 0) return [];
  const text = `${count} more claims hold and are left out; \`netpol-gate connectivity\` shows what they would say`;
  return [{ subjects: [], text }];
}
