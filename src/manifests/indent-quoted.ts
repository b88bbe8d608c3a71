import { Lexer } from 'yaml';

/** A text with spaces put in, and the way back from its offsets to those of the text it was made from. */
export interface Indented {
  readonly text: string;
  readonly toOriginal: (offset: number) => number;
}

/** Characters that are lexed at most, since each repair lexes the document again. */
const MOST_LEXED = 20_000_000;

const QUOTED = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*'/y;
/** What the lexer yields before the text of a plain or block scalar, which may start with a quote. */
const SCALAR_FOLLOWS = '\x1f';
/** Other marks of the lexer, which stand for no text. */
const MARKS = new Set(['\x02', '\x18']);

/** A repaired text, or where a quoted scalar starts that cannot be repaired. */
export type Repair =
  | { readonly kind: 'sound' }
  | ({ readonly kind: 'indented' } & Indented)
  | { readonly kind: 'unclosed'; readonly start: number };

/**
 * Indents the further lines of quoted scalars that stand too far left for YAML, as in `config: '{⏎}'`. goyaml asks for
 * no indentation there, and takes the leading spaces of such lines away, so the value is the one that kubectl reads.
 */
export function indentQuoted(original: string): Repair {
  const insertions: Insertion[] = [];
  const toOriginal = wayBack(insertions);
  let text = original;
  let lexed = 0;
  for (let open = firstCutOff(text); open !== undefined; open = firstCutOff(text)) {
    const quoted = quotedAt(text, open);
    lexed += text.length;
    if (quoted === undefined || lexed > MOST_LEXED) return { kind: 'unclosed', start: toOriginal(open) };
    const spaces = ' '.repeat(open - text.lastIndexOf('\n', open));
    for (const [index, line] of [...quoted.matchAll(/\n/g)].entries()) {
      insertions.push({ at: open + line.index + 1 + index * spaces.length, count: spaces.length });
    }
    text = text.slice(0, open) + quoted.replaceAll('\n', `\n${spaces}`) + text.slice(open + quoted.length);
  }
  return insertions.length === 0 ? { kind: 'sound' } : { kind: 'indented', text, toOriginal };
}

/** Spaces that were put in, at an offset of the final text: repairs go from left to right. */
interface Insertion {
  readonly at: number;
  readonly count: number;
}

function wayBack(insertions: readonly Insertion[]): (offset: number) => number {
  return (offset) =>
    insertions.reduce((original, { at, count }) => original - Math.min(count, Math.max(0, offset - at)), offset);
}

/** Where the lexer gives up on a quoted scalar before its closing quote. */
function firstCutOff(text: string): number | undefined {
  let offset = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (token === SCALAR_FOLLOWS || MARKS.has(token)) {
      isScalar = token === SCALAR_FOLLOWS;
      continue;
    }
    if (!isScalar && /^["']/.test(token) && quotedAt(token, 0) !== token) return offset;
    isScalar = false;
    offset += token.length;
  }
  return undefined;
}

function quotedAt(text: string, start: number): string | undefined {
  QUOTED.lastIndex = start;
  return QUOTED.exec(text)?.[0];
}
