import { type Sentence, writeSentence } from './sentence.ts';

/** A joined sentence is not longer than this, so that it stays one line to read. */
const LONGEST = 96;

/** Joins sentences that say the same of several, and puts those with the same source side by side. */
export function joinSentences(sentences: readonly Sentence[]): readonly Sentence[] {
  return bySource(join(join(join(distinct(sentences), sameSource), sameTarget), sameIsolation));
}

function distinct(sentences: readonly Sentence[]): readonly Sentence[] {
  return [...new Map(sentences.map((sentence) => [writeSentence(sentence), sentence])).values()];
}

type Join = (a: Sentence, b: Sentence) => Sentence | undefined;

function join(sentences: readonly Sentence[], joinTwo: Join): readonly Sentence[] {
  const joined: Sentence[] = [];
  for (const sentence of sentences) {
    const at = joined.findIndex((other) => {
      const both = joinTwo(other, sentence);
      return both !== undefined && writeSentence(both).length <= LONGEST;
    });
    const both = at < 0 ? undefined : joinTwo(joined[at] as Sentence, sentence);
    if (both === undefined) joined.push(sentence);
    else joined[at] = both;
  }
  return joined;
}

/** `a --> b` and `a --> c` are `a --> b | c`; not with `only` before the target, which is about all targets together. */
function sameSource(a: Sentence, b: Sentence): Sentence | undefined {
  if (a.kind !== 'flow' || b.kind !== 'flow' || a.onlyTo || b.onlyTo) return undefined;
  if (a.arrow !== b.arrow || a.onlyFrom !== b.onlyFrom || !isSame(a.from, b.from)) return undefined;
  return safely({ ...a, to: [...a.to, ...b.to] });
}

/** `a --> c` and `b --> c` are `a | b --> c`; not with `only` before the source, which is about all sources together. */
function sameTarget(a: Sentence, b: Sentence): Sentence | undefined {
  if (a.kind !== 'flow' || b.kind !== 'flow' || a.onlyFrom || b.onlyFrom) return undefined;
  if (a.arrow !== b.arrow || a.onlyTo !== b.onlyTo || !isSame(a.to, b.to)) return undefined;
  return safely({ ...a, from: [...a.from, ...b.from] });
}

/** Traffic between replicas would be meant where both sides are the same words. */
function safely(sentence: Extract<Sentence, { kind: 'flow' }>): Sentence | undefined {
  const { from, to } = sentence;
  return from.join() === to.join() || from.some((term) => to.includes(term)) ? undefined : sentence;
}

/** `a isolated ingress` and `a isolated egress` are `a isolated`; the same of several pods is said once. */
function sameIsolation(a: Sentence, b: Sentence): Sentence | undefined {
  if (a.kind !== 'isolation' || b.kind !== 'isolation') return undefined;
  if (a.direction === b.direction) return { ...a, pods: [...a.pods, ...b.pods] };
  if (a.direction === undefined || b.direction === undefined || !isSame(a.pods, b.pods)) return undefined;
  return { kind: 'isolation', pods: a.pods };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((term, index) => term === b[index]);
}

function bySource(sentences: readonly Sentence[]): readonly Sentence[] {
  const bySameSource = new Map<string, Sentence[]>();
  for (const sentence of sentences) {
    const source = sentence.kind === 'flow' ? sentence.from.join() : '';
    const group = bySameSource.get(source) ?? [];
    bySameSource.set(source, group);
    group.push(sentence);
  }
  return [...bySameSource.values()].flat();
}
