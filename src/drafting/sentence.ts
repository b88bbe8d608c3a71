import type { Direction } from '../resources/resources.ts';

/** A sentence to be written, in terms and targets that are written already. */
export type Sentence =
  | {
      readonly kind: 'flow';
      readonly from: readonly string[];
      readonly onlyFrom: boolean;
      readonly arrow: '-->' | '-/->';
      readonly onlyTo: boolean;
      readonly to: readonly string[];
    }
  | { readonly kind: 'isolation'; readonly pods: readonly string[]; readonly direction?: Direction };

/** The words of a sentence. */
export function writeSentence(sentence: Sentence): string {
  if (sentence.kind === 'isolation') {
    const direction = sentence.direction === undefined ? '' : ` ${sentence.direction}`;
    return `${sentence.pods.join(' | ')} isolated${direction}`;
  }
  const { from, onlyFrom, arrow, onlyTo, to } = sentence;
  return `${onlyFrom ? 'only ' : ''}${from.join(' | ')} ${arrow} ${onlyTo ? 'only ' : ''}${to.join(' | ')}`;
}

/** `from --> to`: every pair is admitted. */
export function admits(from: readonly string[], to: readonly string[]): Sentence {
  return { kind: 'flow', from, onlyFrom: false, arrow: '-->', onlyTo: false, to };
}

/** `from -/-> to`: no pair is. */
export function refuses(from: readonly string[], to: readonly string[]): Sentence {
  return { kind: 'flow', from, onlyFrom: false, arrow: '-/->', onlyTo: false, to };
}

/** `only from --> to`: nobody else gets there. */
export function onlyFrom(from: readonly string[], to: readonly string[]): Sentence {
  return { kind: 'flow', from, onlyFrom: true, arrow: '-->', onlyTo: false, to };
}

/** `from --> only to`: it gets nowhere else. */
export function onlyTo(from: readonly string[], to: readonly string[]): Sentence {
  return { kind: 'flow', from, onlyFrom: false, arrow: '-->', onlyTo: true, to };
}
