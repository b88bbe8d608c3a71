import type { Cursor } from './cursor.ts';
import type { ScalarNode } from './yaml-node.ts';

/** YAML looks for the colon of a key in 1,024 characters. */
const LONGEST_KEY = 1000;

/** Whether the colon of a key stands at the cursor. */
export function isAtColon({ text, at }: Cursor): boolean {
  return text[at] === ':' && (text[at + 1] === ' ' || text[at + 1] === '\n' || at + 1 === text.length);
}

/** Whether a scalar may be the key of a mapping; merge keys are left to the parser. */
export function mayBeKey({ style, text, start, end }: ScalarNode): boolean {
  return end - start <= LONGEST_KEY && !(style === 'plain' && text === '<<');
}
