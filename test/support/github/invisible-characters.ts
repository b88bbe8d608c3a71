// Controls but tab and line feed, zero-width and direction marks, line separators, bidi controls, byte order mark.
const ranges: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2069],
  [0xfeff, 0xfeff],
];

/** The characters of a text that a reader cannot see and that may change what it shows, as `U+202E`. */
export function invisibleCharacters(text: string): readonly string[] {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const found = codes.filter((code) => ranges.some(([first, last]) => first <= code && code <= last));
  return found.map((code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
}
