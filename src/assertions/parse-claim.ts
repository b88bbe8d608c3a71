import type { Direction } from '../resources/resources.ts';
import type { Claim, Group, Stretch, Target } from './claim.ts';
import { readGroup, readTerm } from './parse-group.ts';
import { parsePorts } from './parse-ports.ts';
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

/** What a sentence says, or what is wrong with it; the stretch is what to underline. */
export type ParsedClaim =
  | { readonly kind: 'claim'; readonly claim: Claim }
  | { readonly kind: 'problem'; readonly message: string; readonly help?: string; readonly stretch: Stretch };

const AFTER_SOURCE = 'an arrow (`-->`, `-/->`, `<-->` or `<-/->`) or `isolated`';

/** Reads one sentence of the assertion language; never throws for what it says. */
export function parseClaim(sentence: string): ParsedClaim {
  const claim = settle(() => readClaim(readTokens(sentence)));
  if (!(claim instanceof SentenceProblem)) return { kind: 'claim', claim };
  const { message, help, stretch } = claim;
  return help === undefined ? { kind: 'problem', message, stretch } : { kind: 'problem', message, help, stretch };
}

/** `claim = ["expect"] ( flow | isolation | no-new )` */
function readClaim(reader: TokenReader): Claim {
  const second = peek(reader, 1);
  // A workload may be called `expect`; then an arrow, a scope or the like follows.
  if (second.kind === 'word' && second.text !== 'isolated' && second.text !== 'except') takeWord(reader, 'expect');
  else if (second.kind === 'address') takeWord(reader, 'expect');
  if (speaksOfNews(reader)) return readNoNew(reader);
  const only = peek(reader);
  const onlyFrom = takeWord(reader, 'only');
  const group = readGroup(reader);
  const isolated = peek(reader);
  if (!takeWord(reader, 'isolated')) return readFlow(reader, group, onlyFrom ? only : undefined);
  if (onlyFrom) {
    throw new SentenceProblem('`only` and `isolated` cannot stand together', only.stretch, 'leave `only` out');
  }
  return readIsolation(reader, group, isolated);
}

/** A workload may be called `no`; then no such word follows. */
function speaksOfNews(reader: TokenReader): boolean {
  const [no, next] = [peek(reader), peek(reader, 1)];
  const follows = ['new', 'connections', 'connection'];
  return no.kind === 'word' && no.text === 'no' && next.kind === 'word' && follows.includes(next.text);
}

/** `no-new = "no" "new" "connections" ( "to" | "from" ) group` */
function readNoNew(reader: TokenReader): Claim {
  const help = 'write `no new connections to db`, or `from` for those that it opens itself';
  take(reader);
  for (const word of ['new', 'connections']) if (!takeWord(reader, word)) expected(reader, `\`${word}\``, help);
  const end = (['to', 'from'] as const).find((word) => takeWord(reader, word));
  if (end === undefined) return expected(reader, '`to` or `from`', help);
  const group = readGroup(reader);
  const next = peek(reader);
  if (next.kind === ':') expected(reader, 'the end', 'it is about every port: leave the ports out');
  if (next.kind !== 'end')
    expected(reader, '`|`, `except` or the end', 'it is about whoever is at the other end: name one group');
  return { kind: 'no-new', group, end };
}

/** `isolation = group "isolated" ["ingress" | "egress"]` */
function readIsolation(reader: TokenReader, group: Group, isolated: Token): Claim {
  const direction = (['ingress', 'egress'] as const).find((word) => takeWord(reader, word));
  if (peek(reader).kind !== 'end') {
    expected(
      reader,
      direction === undefined ? '`ingress`, `egress` or the end' : 'the end',
      `write \`${isolated.text}\` last`,
    );
  }
  const directions: readonly Direction[] = direction === undefined ? ['ingress', 'egress'] : [direction];
  return { kind: 'isolation', group, directions };
}

/** `flow = ["only"] group arrow ["only"] target { "|" target }` */
function readFlow(reader: TokenReader, from: Group, onlyFrom: Token | undefined): Claim {
  const arrow = readArrow(reader, from);
  const onlyToToken = peek(reader);
  const onlyTo = takeWord(reader, 'only');
  if (onlyFrom !== undefined) checkOnly(arrow, onlyFrom);
  if (onlyTo) checkOnly(arrow, onlyToToken);
  const targets = [readTarget(reader, arrow)];
  while (takeSign(reader, '|')) targets.push(readTarget(reader, arrow));
  if (peek(reader).kind !== 'end') expected(reader, '`|` or the end of the sentence', helpAfterTarget(peek(reader)));
  return { kind: 'flow', from, onlyFrom: onlyFrom !== undefined, arrow, onlyTo, targets };
}

function helpAfterTarget(token: Token): string | undefined {
  if (token.kind === 'arrow') return 'a sentence has one arrow; write a second sentence';
  if (token.kind === ':') return 'kinds are written with a capital: `Service:api:80`';
  if (token.kind === 'word' && token.text === 'except')
    return 'targets take no `except`; give the group a name under `define`';
  if (token.kind === 'word' && token.text === 'only')
    return '`only` stands before the source, before the target or before its ports';
  return undefined;
}

type Arrow = Extract<Claim, { kind: 'flow' }>['arrow'];

/** `arrow = "-->" | "-/->" | "<-->" | "<-/->"` */
function readArrow(reader: TokenReader, from: Group): Arrow {
  const token = peek(reader);
  if (token.kind === ':') {
    const help = kindHelp(from.text) ?? 'ports stand after the target: `web --> db:5432`';
    expected(reader, AFTER_SOURCE, help);
  }
  if (token.kind !== 'arrow') return expected(reader, `${AFTER_SOURCE} after \`${from.text}\``);
  take(reader);
  return token.text as Arrow;
}

function kindHelp(text: string): string | undefined {
  const word = /[a-z]+$/.exec(text)?.[0] ?? '';
  const kind = KINDS_BY_LOWER_CASE.get(word);
  return kind === undefined ? undefined : `did you mean \`${kind}:…\`? kinds are written with capitals`;
}

const KINDS_BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(
  ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod', 'Service'].map((kind) => [
    kind.toLowerCase(),
    kind,
  ]),
);

function checkOnly(arrow: Arrow, only: Token): void {
  if (arrow === '-->') return;
  const message = `\`only\` cannot stand with \`${arrow}\``;
  const help =
    arrow === '<-->'
      ? 'write two sentences with `-->`'
      : '`only a --> b` already says that everything else is denied; a denial is written `a -/-> b`, without `only`';
  throw new SentenceProblem(message, only.stretch, help);
}

/** `target = term [":" ["only"] ports]` */
function readTarget(reader: TokenReader, arrow: Arrow): Target {
  const first = peek(reader);
  const term = readTerm(reader);
  const group: Group = { text: term.text, stretch: term.stretch, terms: [term], except: [] };
  const colon = peek(reader);
  if (!takeSign(reader, ':')) return { group, onlyPorts: false, text: term.text };
  if (arrow === '<-->' || arrow === '<-/->') {
    const help = 'write two sentences, one for each direction, to name ports';
    throw new SentenceProblem(`\`${arrow}\` takes no ports`, colon.stretch, help);
  }
  const only = peek(reader);
  const onlyPorts = takeWord(reader, 'only');
  if (onlyPorts) checkOnly(arrow, only);
  const ports = parsePorts(reader);
  return { group, ports, onlyPorts, text: textOf(reader, stretchSince(reader, first)) };
}
