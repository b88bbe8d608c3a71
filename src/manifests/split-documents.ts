import { endOfLine } from './cursor.ts';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The stretch [start, end) of a file that holds one document, its `---` line included. */
export interface DocumentText extends Stretch {
  /** What follows `---` on its line although only a comment may. */
  readonly misplaced?: Stretch;
}

// kubectl cuts a stream where a line starts with `---`, before any YAML is read, and refuses it where anything but a
// comment follows on that line (YAMLReader of k8s.io/apimachinery). No scalar of YAML may hold such a line either.
const SEPARATOR = '---';

/**
 * Cuts a file into its documents. Comments and directives before the first `---` belong to the document after it, so
 * that the indexes are those that a reader counts.
 */
export function splitDocuments(text: string): readonly DocumentText[] {
  const [first, ...others] = separatorsOf(text).map((start) => ({ start, ...misplacedAfter(text, start) }));
  if (first === undefined) return [{ start: 0, end: text.length }];
  const starts = saysNothing(text, 0, first.start)
    ? [{ ...first, start: 0 }, ...others]
    : [{ start: 0 }, first, ...others];
  const hasEndMarker = text.includes(END_MARKER);
  return starts.map((head, index) => {
    const next = starts[index + 1]?.start ?? text.length;
    return { ...head, end: hasEndMarker ? withoutDirectives(text, head.start, next) : next };
  });
}

function separatorsOf(text: string): readonly number[] {
  const found = text.startsWith(SEPARATOR) ? [0] : [];
  const line = `\n${SEPARATOR}`;
  for (let at = text.indexOf(line); at !== -1; at = text.indexOf(line, at + 1)) found.push(at + 1);
  return found;
}

function misplacedAfter(text: string, separator: number): { readonly misplaced?: Stretch } {
  const behind = separator + SEPARATOR.length;
  const rest = text.slice(behind, endOfLine(text, behind));
  const words = rest.trim();
  if (words === '' || words.startsWith('#')) return {};
  const start = behind + rest.indexOf(words);
  return { misplaced: { start, end: start + words.length } };
}

const END_MARKER = '\n...';
const BLANK_COMMENT_OR_DIRECTIVE = /^(?:\s*(?:#.*)?|%.*)$/;

function saysNothing(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at = endOfLine(text, at) + 1) {
    const line = text.slice(at, Math.min(endOfLine(text, at), end));
    if (!BLANK_COMMENT_OR_DIRECTIVE.test(line)) return false;
  }
  return true;
}

/** Leaves out the directives between `...` and the next `---`: they speak of the next document, read by itself. */
function withoutDirectives(text: string, start: number, end: number): number {
  const own = text.slice(start, end);
  const marker = own.lastIndexOf(END_MARKER);
  const after = marker === -1 ? -1 : own.indexOf('\n', marker + 1);
  return after !== -1 && saysNothing(own, after, own.length) ? start + after + 1 : end;
}
