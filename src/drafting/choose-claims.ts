import { type GatheredRemark, gatherRemarks } from './gather-remarks.ts';
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
  readonly remarks: readonly GatheredRemark[];
}

/** What the gate says of a sentence. */
export type Ruling =
  | { readonly kind: 'holds' }
  | { readonly kind: 'undecided'; readonly why: string; readonly settle: string }
  | { readonly kind: 'other' };

/** More claims than this are no first suite but a burden; they are shared out among the namespaces. */
const MOST_CLAIMS = 240;
const LEAST_OF_NAMESPACE = 20;

const PARAGRAPHS: readonly Paragraph[] = ['isolation', 'ingress', 'egress', 'outside'];

/** Every sentence that a draft could use, each once. */
export function sentencesOf({ ladders }: Pick<Draft, 'ladders'>): readonly string[] {
  return [...new Set(ladders.flatMap(({ options }) => options.flat(2)).map(writeSentence))];
}

/** Takes from a draft the strongest claims that hold, joined where they say the same of several. */
export function chooseClaims(draft: Draft, rule: (sentence: string) => Ruling): Choice {
  const holds = (sentence: string): boolean => rule(sentence).kind === 'holds';
  const taken = draft.ladders.map((ladder) => ({ ladder, sentences: takeFrom(ladder, holds) }));
  const namespaces = [...new Set(draft.ladders.map(({ namespace }) => namespace))].sort();
  const room = Math.max(LEAST_OF_NAMESPACE, Math.floor(MOST_CLAIMS / Math.max(1, namespaces.length)));
  const chosen = namespaces.map((namespace) =>
    sectionOf(
      namespace,
      taken.filter(({ ladder }) => ladder.namespace === namespace),
      room,
    ),
  );
  const remarks = [...draft.remarks, ...undecided(taken, rule)];
  return {
    sections: chosen.map(({ section }) => section),
    remarks: [
      ...gatherRemarks([...remarks, ...unsaid(taken, remarks)], draft.workloads),
      ...unnamed(draft),
      ...omitted(chosen),
    ],
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

interface SizedSection {
  readonly section: Section;
  /** How many claims there was no room for. */
  readonly leftOut: number;
}

function sectionOf(namespace: string, taken: readonly Taken[], room: number): SizedSection {
  const whole = taken.filter(({ ladder }) => ladder.paragraph === 'isolation').flatMap(({ sentences }) => sentences);
  const claims = PARAGRAPHS.flatMap((paragraph) => {
    const sentences = taken
      .filter(({ ladder }) => ladder.paragraph === paragraph)
      .flatMap((one) => one.sentences.filter((sentence) => paragraph === 'isolation' || !isImplied(sentence, whole)));
    return joinSentences(sentences).map((sentence) => ({ paragraph, sentence }));
  });
  const kept = new Set([...claims].sort((a, b) => rankOf(a) - rankOf(b)).slice(0, room));
  const paragraphs = PARAGRAPHS.map((paragraph) => ({
    paragraph,
    sentences: claims
      .filter((claim) => claim.paragraph === paragraph && kept.has(claim))
      .map(({ sentence }) => writeSentence(sentence)),
  })).filter(({ sentences }) => sentences.length > 0);
  return { section: { namespace, paragraphs }, leftOut: claims.length - kept.size };
}

/** What is kept first where there is too much to say: who gets in before where it gets, and ports last. */
function rankOf({ paragraph, sentence }: { readonly paragraph: Paragraph; readonly sentence: Sentence }): number {
  const isAboutPorts = sentence.kind === 'flow' && !sentence.onlyFrom && sentence.arrow === '-->';
  return paragraph === 'ingress' && isAboutPorts ? PARAGRAPHS.length : PARAGRAPHS.indexOf(paragraph);
}

/** A default deny of the whole namespace is not claimed again of its workloads. */
function isImplied(sentence: Sentence, whole: readonly Sentence[]): boolean {
  if (sentence.kind !== 'isolation') return false;
  return whole.some((other) => other.kind === 'isolation' && other.direction === sentence.direction);
}

/** Where a strong claim is not taken because it is undecided, the reason is worth a remark. */
function undecided(taken: readonly Taken[], rule: (sentence: string) => Ruling): readonly Remark[] {
  return taken.flatMap(({ ladder: { namespace, subject, paragraph, options }, sentences }): readonly Remark[] => {
    const strongest = options[0]?.flat() ?? [];
    if (subject === undefined || (paragraph !== 'ingress' && paragraph !== 'egress')) return [];
    if (strongest.some((sentence) => sentences.includes(sentence))) return [];
    const open = strongest.map((sentence) => rule(writeSentence(sentence))).find(({ kind }) => kind === 'undecided');
    if (open?.kind !== 'undecided') return [];
    const { why, settle } = open;
    return [{ kind: 'doubt', namespace, subject, direction: paragraph, why, settle }];
  });
}

/** Workloads that a policy governs but of which no short claim holds, where no doubt tells why. */
function unsaid(taken: readonly Taken[], remarks: readonly Remark[]): readonly Remark[] {
  return (['ingress', 'egress'] as const).flatMap((paragraph) => {
    const own = taken.filter(({ ladder }) => ladder.paragraph === paragraph);
    const doubted = remarks.filter((remark) => remark.kind === 'doubt' && remark.direction === paragraph);
    const said = new Set([
      ...own.flatMap(({ ladder, sentences }) => (sentences.length > 0 ? [ladder.subject] : [])),
      ...doubted.map(({ subject }) => subject),
    ]);
    return own.flatMap(({ ladder: { namespace, subject } }) =>
      subject === undefined || said.has(subject)
        ? []
        : [{ kind: 'plain', namespace, subject, text: UNSAID[paragraph] }],
    );
  });
}

const UNSAID = {
  ingress: 'no short claim holds about who gets in',
  egress: 'no short claim holds about where they get',
} as const;

function unnamed({ unnamed: count }: Draft): readonly GatheredRemark[] {
  if (count === 0) return [];
  const [workloads, are] = count === 1 ? ['workload', 'is'] : ['workloads', 'are'];
  return [{ subjects: [], text: `${count} ${workloads} whose names a claim cannot spell ${are} in no claim` }];
}

function omitted(chosen: readonly SizedSection[]): readonly GatheredRemark[] {
  const short = chosen.filter(({ leftOut }) => leftOut > 0);
  const total = short.reduce((sum, { leftOut }) => sum + leftOut, 0);
  if (total === 0) return [];
  const text = `${total} more ${total === 1 ? 'claim holds and is' : 'claims hold and are'} left out, of ports and of where workloads connect to before others`;
  return [{ subjects: short.map(({ section, leftOut }) => `${section.namespace} (${leftOut})`), text }];
}
