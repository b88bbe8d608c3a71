import { expect, it } from 'vitest';
import { invisibleCharacters } from './invisible-characters.ts';

it('finds what no reader sees, and nothing else', () => {
  expect(invisibleCharacters('a\u202eb\r\u200b\u001b[31m\u0085\ufeff')).toEqual([
    'U+202E',
    'U+000D',
    'U+200B',
    'U+001B',
    'U+0085',
    'U+FEFF',
  ]);
  expect(invisibleCharacters('ä → ❌ 👩\n\t·')).toEqual([]);
});
