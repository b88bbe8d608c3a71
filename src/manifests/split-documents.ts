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
const SEPARATOR = /(?:^|(?<=\n))---([^\n]*)/g;

/**
 * Cuts a file into its documents. Comments and directives before the first `---` belong to the document after it, so
 * that the indexes are those that a reader counts.
 */
export function splitDocuments(text: string): readonly DocumentText[] {
  const separators = [...text.matchAll(SEPARATOR)];
  const heads = separators.map((match) => ({ start: match.index, ...misplacedAfter(match) }));
  const [first, ...others] = heads;
  if (first === undefined) return [{ start: 0, end: text.length }];
  const starts = saysNothing(text, 0, first.start)
    ? [{ ...first, start: 0 }, ...others]
    : [{ start: 0 }, first, ...others];
  return starts.map((head, index) => ({
    ...head,
    end: withoutDirectives(text, head.start, starts[index + 1]?.start ?? text.length),
  }));
}

function misplacedAfter(separator: RegExpMatchArray): { readonly misplaced?: Stretch } {
  const rest = separator[1] ?? '';
  const words = rest.trim();
  if (words === '' || words.startsWith('#')) return {};
  const start = (separator.index ?? 0) + 3 + rest.indexOf(words);
  return { misplaced: { start, end: start + words.length } };
}

const BLANK_COMMENT_OR_DIRECTIVE = /^(?:\s*(?:#.*)?|%.*)$/;

function saysNothing(text: string, start: number, end: number): boolean {
  return text
    .slice(start, end)
    .split('\n')
    .every((line) => BLANK_COMMENT_OR_DIRECTIVE.test(line));
}

/** Leaves out the directives between `...` and the next `---`: they speak of the next document, read by itself. */
function withoutDirectives(text: string, start: number, end: number): number {
  const own = text.slice(start, end);
  const marker = own.lastIndexOf('\n...');
  const after = marker === -1 ? -1 : own.indexOf('\n', marker + 1);
  return after !== -1 && saysNothing(own, after, own.length) ? start + after + 1 : end;
}
