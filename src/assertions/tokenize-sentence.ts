import type { Stretch } from './claim.ts';

/** One word or sign of a sentence. */
export interface Token {
  readonly kind:
    | 'word'
    /** `[…]` after `pods` or `namespaces`; `text` is what stands between the brackets. */
    | 'selector'
    /** An address or CIDR, without the brackets that IPv6 takes before a port. */
    | 'address'
    | 'arrow'
    /** What somebody writes who means an arrow; `text` is the arrow that was probably meant. */
    | 'almost-arrow'
    | '|'
    | ':'
    | '/'
    | ','
    /** A character that has no place in the language. */
    | 'stray'
    | 'unclosed'
    | 'end';
  readonly text: string;
  readonly stretch: Stretch;
}

type Scanner = (sentence: string, at: number, previous: Token | undefined) => Token | undefined;

const ARROW = /<?-(?:-|\/-)>/y;
// Runs are bounded so that a hostile sentence of dashes costs no more than its length.
const ALMOST_ARROW = /<?[-=~!]{1,4}(?:[/xX!][-=~]{0,4})?>(?:[xX](?=\s+[^\s|:]))?|<?[-=~]{0,4}\/[-=~]{0,4}>|[→↛↔⇒]/uy;
const ARROW_INSIDE_WORD = /[-=]{1,4}\/?-?>|<-/y;
const IPV4_LIKE = /\d+(?:\.\d+)+(?:\/\d*)?(?![\w.*?{[]|-[^-/])/y;
const IPV6_LIKE = /[0-9a-fA-F]{0,4}(?::[0-9a-fA-F.]{0,15}){2,9}(?:\/\d*)?(?![\w.*?:]|-[^-/])/y;
const BRACKETED_IPV6 = /\[([0-9a-fA-F.]*:[0-9a-fA-F:.]*(?:\/\d*)?)\]/y;
const WORD_PART = /[A-Za-z0-9_.*?-]|\[[^\][|\s]*\]|\{[^{}|\s]*\}/y;

const SCANNERS: readonly Scanner[] = [scanSelector, scanArrow, scanSign, scanAddress, scanWord, scanStray];

/** The tokens of a sentence, closed by one of kind `end`; never fails: what it does not know is a `stray`. */
export function tokenizeSentence(sentence: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(sentence.charAt(at))) at++;
    if (at >= sentence.length) break;
    const previous = tokens.at(-1);
    const token = firstToken(sentence, at, previous);
    tokens.push(token);
    at = token.stretch.end;
  }
  tokens.push({ kind: 'end', text: '', stretch: { start: sentence.length, end: sentence.length } });
  return tokens;
}

function firstToken(sentence: string, at: number, previous: Token | undefined): Token {
  for (const scan of SCANNERS) {
    const token = scan(sentence, at, previous);
    if (token !== undefined) return token;
  }
  throw new Error(`no token at ${at}`);
}

function scanSelector(sentence: string, at: number, previous: Token | undefined): Token | undefined {
  if (sentence[at] !== '[' || previous?.kind !== 'word') return undefined;
  if (previous.text !== 'pods' && previous.text !== 'namespaces') return undefined;
  const close = sentence.indexOf(']', at);
  if (close < 0) return { kind: 'unclosed', text: '[', stretch: { start: at, end: at + 1 } };
  return { kind: 'selector', text: sentence.slice(at + 1, close), stretch: { start: at, end: close + 1 } };
}

function scanArrow(sentence: string, at: number): Token | undefined {
  const almost = matchAt(ALMOST_ARROW, sentence, at);
  const exact = matchAt(ARROW, sentence, at);
  if (exact !== undefined && exact.length >= (almost?.length ?? 0)) return tokenOf('arrow', exact, at);
  if (almost === undefined) return undefined;
  const stretch = { start: at, end: at + almost.length };
  return { kind: 'almost-arrow', text: intendedArrow(almost), stretch };
}

function intendedArrow(almost: string): string {
  const both = almost.startsWith('<') || almost === '↔';
  const negative = /[/xX!↛]/u.test(almost);
  return `${both ? '<' : ''}${negative ? '-/->' : '-->'}`;
}

function scanSign(sentence: string, at: number): Token | undefined {
  const sign = sentence[at];
  return sign === '|' || sign === '/' || sign === ',' || (sign === ':' && sentence[at + 1] !== ':')
    ? tokenOf(sign, sign, at)
    : undefined;
}

function scanAddress(sentence: string, at: number, previous: Token | undefined): Token | undefined {
  // After `/` and `:` stands a name or port, which may be made of digits too.
  if (previous?.stretch.end === at && (previous.kind === '/' || previous.kind === ':')) return undefined;
  const bracketed = matchAt(BRACKETED_IPV6, sentence, at);
  if (bracketed !== undefined) {
    return { kind: 'address', text: bracketed.slice(1, -1), stretch: { start: at, end: at + bracketed.length } };
  }
  const ipv6 = matchAt(IPV6_LIKE, sentence, at);
  // `db:80:x` is no address: IPv6 has eight groups or a double colon.
  if (ipv6 !== undefined && (ipv6.includes('::') || ipv6.split(':').length === 8)) return tokenOf('address', ipv6, at);
  const ipv4 = matchAt(IPV4_LIKE, sentence, at);
  return ipv4 === undefined ? undefined : tokenOf('address', ipv4, at);
}

function scanWord(sentence: string, at: number): Token | undefined {
  let end = at;
  while (end < sentence.length) {
    if (matchAt(ARROW_INSIDE_WORD, sentence, end) !== undefined) break;
    const word = sentence.slice(at, end);
    // The bracket after these words is a label selector.
    if (sentence[end] === '[' && (word === 'pods' || word === 'namespaces')) break;
    const part = matchAt(WORD_PART, sentence, end);
    if (part === undefined) break;
    end += part.length;
  }
  return end === at ? undefined : tokenOf('word', sentence.slice(at, end), at);
}

function scanStray(sentence: string, at: number): Token {
  return tokenOf('stray', String.fromCodePoint(sentence.codePointAt(at) as number), at);
}

function matchAt(pattern: RegExp, sentence: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sentence)?.[0];
}

function tokenOf(kind: Token['kind'], text: string, start: number): Token {
  return { kind, text, stretch: { start, end: start + text.length } };
}
