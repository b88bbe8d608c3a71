import {
  type AddressSet,
  formatAddress,
  isAddressSubset,
  oneAddress,
  parseAddress,
  parseCidr,
} from '../sets/address-set.ts';
import type { Group, Scope, Stretch, Term } from './claim.ts';
import { refusedPattern } from './match-glob.ts';
import { parseLabelSelector } from './parse-label-selector.ts';
import {
  expected,
  peek,
  readTokens,
  SentenceProblem,
  settle,
  stretchSince,
  type TokenReader,
  take,
  takeSign,
  takeWord,
  textOf,
} from './read-tokens.ts';
import type { Token } from './tokenize-sentence.ts';

/** Words that mean themselves where a name could stand. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set([
  'any',
  'pods',
  'internet',
  'external',
  'nodes',
  'dns',
  'only',
  'except',
  'isolated',
]);

const PLACES = ['internet', 'external', 'nodes', 'dns'] as const;

const WHAT = 'pods (a name, `pods` or `pods[app=web]`), an address, `internet`, `external`, `nodes` or `dns`';

/** A group that stands by itself, as under `define`. */
export type ParsedGroup =
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'problem'; readonly message: string; readonly help?: string; readonly stretch: Stretch };

/** Reads a group that is written alone, as the value of a defined name. */
export function parseGroup(text: string): ParsedGroup {
  const reader = readTokens(text);
  const group = settle(() => {
    const parsed = readGroup(reader);
    if (peek(reader).kind === ':') {
      expected(reader, 'the end of the group', 'ports stand in claims, after the target: `web --> db:5432`');
    }
    if (peek(reader).kind !== 'end') expected(reader, '`|`, `except` or the end of the group');
    return parsed;
  });
  if (!(group instanceof SentenceProblem)) return { kind: 'group', group };
  const { message, help, stretch } = group;
  return help === undefined ? { kind: 'problem', message, stretch } : { kind: 'problem', message, help, stretch };
}

/** `group = term { "|" term } ["except" term { "|" term }]` */
export function readGroup(reader: TokenReader): Group {
  const first = peek(reader);
  const terms = readTerms(reader);
  const except = takeWord(reader, 'except') ? readTerms(reader) : [];
  const stretch = stretchSince(reader, first);
  return { text: textOf(reader, stretch), stretch, terms, except };
}

function readTerms(reader: TokenReader): readonly Term[] {
  const terms = [readTerm(reader)];
  while (takeSign(reader, '|')) terms.push(readTerm(reader));
  return terms;
}

/** `term = ["any"] [scope "/"] pods | address | place | defined-name` */
export function readTerm(reader: TokenReader): Term {
  const first = peek(reader);
  if (first.kind === 'address') {
    take(reader);
    return {
      kind: 'address',
      addresses: addressesOf(first),
      text: textOf(reader, first.stretch),
      stretch: first.stretch,
    };
  }
  const place = PLACES.find((name) => first.kind === 'word' && first.text === name);
  if (place !== undefined && peek(reader, 1).kind !== '/') {
    take(reader);
    return { kind: 'place', place, text: first.text, stretch: first.stretch };
  }
  const any = takeWord(reader, 'any');
  if (any && peek(reader).kind !== 'word') expected(reader, 'pods after `any`');
  const scope = readScope(reader);
  const pods = readPods(reader, scope !== undefined);
  const stretch = stretchSince(reader, first);
  const facts = { any, text: textOf(reader, stretch), stretch };
  return scope === undefined ? { ...facts, ...pods } : { ...facts, scope, ...pods };
}

/** `scope = namespace-glob | "namespaces[" label-selector "]"`, always before a slash */
function readScope(reader: TokenReader): Scope | undefined {
  const first = peek(reader);
  if (first.kind !== 'word') return expected(reader, WHAT);
  if (first.text === 'namespaces' && peek(reader, 1).kind === 'selector') {
    take(reader);
    const selector = take(reader);
    if (!takeSign(reader, '/'))
      expected(reader, '`/` and pods after a namespace selector', 'write `namespaces[team=a]/pods`');
    return { kind: 'labels', selector: parseLabelSelector(selector.text, selector.stretch.start + 1) };
  }
  if (first.text === 'namespaces' && peek(reader, 1).kind === 'unclosed') {
    take(reader);
    return expected(reader, WHAT);
  }
  if (peek(reader, 1).kind !== '/') return undefined;
  take(reader);
  take(reader);
  return { kind: 'glob', glob: checkedGlob(first) };
}

type Pods =
  | { readonly kind: 'pods'; readonly selector: ReturnType<typeof parseLabelSelector> }
  | { readonly kind: 'name'; readonly podKind?: string; readonly glob: string };

/** `pods = [Kind ":"] name-glob | "pods" ["[" label-selector "]"]`; a word that begins with a capital is a Kind */
function readPods(reader: TokenReader, scoped: boolean): Pods {
  const word = peek(reader);
  if (word.kind !== 'word')
    return expected(reader, scoped ? 'pods after `/` (a name, `pods` or `pods[app=web]`)' : WHAT);
  take(reader);
  if (word.text === 'pods') {
    const selector = peek(reader);
    if (selector.kind === 'unclosed') return expected(reader, WHAT);
    if (selector.kind !== 'selector') return { kind: 'pods', selector: { requirements: [] } };
    take(reader);
    return { kind: 'pods', selector: parseLabelSelector(selector.text, selector.stretch.start + 1) };
  }
  if (/^[A-Z]/.test(word.text) && takeSign(reader, ':')) {
    const name = peek(reader);
    if (name.kind !== 'word') return expected(reader, `a name after \`${word.text}:\``);
    take(reader);
    return { kind: 'name', podKind: word.text, glob: checkedGlob(name) };
  }
  if (!scoped && RESERVED_WORDS.has(word.text)) {
    const help = `a workload of that name is written with its namespace or kind: \`shop/${word.text}\`, \`Deployment:${word.text}\``;
    throw new SentenceProblem(`\`${word.text}\` is a word of the language and cannot stand here`, word.stretch, help);
  }
  return { kind: 'name', glob: checkedGlob(word) };
}

function checkedGlob(token: Token): string {
  if (token.text.length > 253) throw new SentenceProblem('this name is longer than any in Kubernetes', token.stretch);
  const why = refusedPattern(token.text);
  if (why !== undefined) {
    throw new SentenceProblem(why, token.stretch, 'join names with `|`, or select pods by label: `pods[app=web]`');
  }
  return token.text;
}

/** `address = IPv4 | IPv6 | CIDR` */
function addressesOf(token: Token): AddressSet {
  if (!token.text.includes('/')) {
    const address = parseAddress(token.text);
    if (address !== undefined) return withoutMapped(oneAddress(address), token);
    throw new SentenceProblem(`\`${token.text}\` is not an IPv4 or IPv6 address`, token.stretch);
  }
  const reading = parseCidr(token.text);
  if (reading.kind === 'invalid')
    throw new SentenceProblem(`\`${token.text}\` is not a CIDR`, token.stretch, reading.why);
  if (reading.hostBits) {
    const network = `${formatAddress(reading.addresses[0] as bigint)}/${reading.prefix}`;
    const help = `write \`${network}\` for the whole range, or \`${token.text.split('/')[0]}\` for the one address`;
    throw new SentenceProblem(`\`${token.text}\` has bits set beyond its mask`, token.stretch, help);
  }
  return withoutMapped(reading.addresses, token);
}

/** ::ffff:0:0/96, by which IPv6 sockets name IPv4 addresses: what they send is IPv4. */
const MAPPED = parseCidr('::ffff:0:0/96');

function withoutMapped(addresses: AddressSet, token: Token): AddressSet {
  if (MAPPED.kind === 'cidr' && isAddressSubset(addresses, MAPPED.addresses)) {
    const help = 'write the IPv4 address or range itself';
    throw new SentenceProblem(`\`${token.text}\` is an IPv4 address written as IPv6`, token.stretch, help);
  }
  return addresses;
}
