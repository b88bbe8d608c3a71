import type { Stretch } from './claim.ts';
import { type Token, tokenizeSentence } from './tokenize-sentence.ts';

/** What is wrong with a sentence, and where: thrown by the parse functions, caught where the parse began. */
export class SentenceProblem extends Error {
  readonly stretch: Stretch;
  readonly help: string | undefined;

  constructor(message: string, stretch: Stretch, help?: string) {
    super(message);
    this.stretch = stretch;
    this.help = help;
  }
}

/** A sentence with the place that the parse has come to. */
export interface TokenReader {
  readonly sentence: string;
  readonly tokens: readonly Token[];
  /** Index of the next token. */
  at: number;
}

/** A reader at the first token of a sentence. */
export function readTokens(sentence: string): TokenReader {
  return { sentence, tokens: tokenizeSentence(sentence), at: 0 };
}

/** The next token, or one further on, without passing it. */
export function peek(reader: TokenReader, ahead = 0): Token {
  return (reader.tokens[reader.at + ahead] ?? reader.tokens.at(-1)) as Token;
}

/** The next token, passing it. */
export function take(reader: TokenReader): Token {
  const token = peek(reader);
  if (token.kind !== 'end') reader.at++;
  return token;
}

/** Passes the next token if it is this word. */
export function takeWord(reader: TokenReader, word: string): boolean {
  const token = peek(reader);
  if (token.kind !== 'word' || token.text !== word) return false;
  reader.at++;
  return true;
}

/** Passes the next token if it is this sign. */
export function takeSign(reader: TokenReader, sign: '|' | ':' | '/' | ','): boolean {
  if (peek(reader).kind !== sign) return false;
  reader.at++;
  return true;
}

/** The stretch from a token to the last one that was passed. */
export function stretchSince(reader: TokenReader, first: Token): Stretch {
  const last = reader.tokens[reader.at - 1] ?? first;
  return { start: first.stretch.start, end: Math.max(first.stretch.end, last.stretch.end) };
}

/** The text of a stretch as it stands in the sentence. */
export function textOf(reader: TokenReader, stretch: Stretch): string {
  return reader.sentence.slice(stretch.start, stretch.end);
}

/** Stops the parse at the next token, saying what should stand there. */
export function expected(reader: TokenReader, what: string, help?: string): never {
  const token = peek(reader);
  if (token.kind === 'almost-arrow') {
    const written = textOf(reader, token.stretch);
    throw new SentenceProblem(`\`${written}\` is not an arrow`, token.stretch, `did you mean \`${token.text}\`?`);
  }
  if (token.kind === 'unclosed') {
    throw new SentenceProblem(
      'this `[` is never closed',
      token.stretch,
      'add the closing `]` after the label selector',
    );
  }
  const found = token.kind === 'end' ? 'the sentence ends' : `found \`${textOf(reader, token.stretch)}\``;
  throw new SentenceProblem(`expected ${what}, but ${found}`, token.stretch, help ?? strayHelp(token));
}

function strayHelp(token: Token): string | undefined {
  if (token.kind !== 'stray') return undefined;
  if (token.text === '"' || token.text === "'" || token.text === '`') return 'names take no quotes';
  if (token.text === '<') return 'sentences read from left to right: source, arrow, target';
  if (token.text === '!') return 'take names out of a group with `except`';
  if (token.text === '&') return 'join the members of a group with `|`';
  return undefined;
}

/** Runs a parse to its result, or to the problem that stopped it. */
export function settle<T>(parse: () => T): T | SentenceProblem {
  try {
    return parse();
  } catch (problem) {
    if (problem instanceof SentenceProblem) return problem;
    throw problem;
  }
}
