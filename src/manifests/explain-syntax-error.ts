import type { YAMLError } from 'yaml';
import type { Problem } from './problem.ts';

interface Words {
  readonly message: string;
  readonly help: string;
}

/** The mistakes that people make most, in words that say what to do. */
const IN_OUR_WORDS: ReadonlyMap<string, Words> = new Map([
  ['TAB_AS_INDENT', { message: 'a tab stands where YAML takes spaces only', help: 'indent with spaces' }],
  [
    'MULTIPLE_DOCS',
    {
      message: 'a second document starts without a line `---`',
      help: 'start each document with a line `---`: kubectl reads nothing behind `...` or behind the end of a value',
    },
  ],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    {
      message: 'a second `: ` stands on the line of a key',
      help: 'put a text that holds `: ` in quotes, or start the nested key on a line of its own',
    },
  ],
  [
    'BAD_INDENT',
    { message: 'the indentation fits none of the mappings and lists above', help: 'line up the keys of one mapping' },
  ],
]);

const MISSING_QUOTE: Words = {
  message: 'a quoted text has no closing quote',
  help: "close the quote; inside single quotes write `'` twice",
};

/** One of the parser's errors as a problem; too deep a nesting shows as an exhausted stack. */
export function explainSyntaxError(error: YAMLError, text: string): Problem {
  // What is missing at the end is shown at the last character that stands there.
  const last = text.trimEnd().length - 1;
  const start = Math.max(0, Math.min(error.pos[0], last));
  const at = { start, end: Math.max(Math.min(error.pos[1], last + 1), start + 1) };
  if (error.code === 'RESOURCE_EXHAUSTION') return tooDeep(at.start, at.end);
  const words = IN_OUR_WORDS.get(error.code);
  if (words !== undefined && !(error.code === 'BAD_INDENT' && /flow/i.test(error.message))) {
    return { code: 'syntax-error', ...words, ...at };
  }
  if (/^Missing closing ['"]?quote/.test(error.message)) return { code: 'syntax-error', ...MISSING_QUOTE, ...at };
  return { code: 'syntax-error', message: asMessage(error.message), ...at };
}

/** The problem of a document that exhausts the parser. */
export function tooDeep(start: number, end: number): Problem {
  return {
    code: 'nesting-too-deep',
    message: 'the document is nested too deeply to be read',
    help: 'no Kubernetes manifest needs this: leave the file out of `manifests`, or write it more plainly',
    start,
    end,
  };
}

function asMessage(text: string): string {
  // The parser quotes what it stumbles over, which may be a secret; the code frame shows it where that is fine.
  const line = (text.split('\n')[0] ?? '')
    .replace(/(\btoken in [\w ]+): .*$/, '$1')
    .trim()
    .replace(/[.:]$/, '');
  return `not valid YAML: ${line.slice(0, 1).toLowerCase()}${line.slice(1)}`;
}
