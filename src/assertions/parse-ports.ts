import { ALL_CONNECTIONS, connections, everyPort, PORT_MAX, PORT_MIN, type Protocol } from '../sets/connection-set.ts';
import type { PortTerm, Stretch } from './claim.ts';
import { expected, peek, SentenceProblem, stretchSince, type TokenReader, take, takeSign } from './read-tokens.ts';

const PROTOCOL_BY_WORD: ReadonlyMap<string, Protocol> = new Map([
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
  ['sctp', 'SCTP'],
]);

const WHAT = 'a port (a number, a range like `8000-9000`, a port name or `*`)';

/** `ports = "*" | port { "," port }` */
export function parsePorts(reader: TokenReader): readonly PortTerm[] {
  const ports = [parsePort(reader)];
  while (takeSign(reader, ',')) ports.push(parsePort(reader));
  return ports;
}

/** `port = ( number ["-" number] | port-name | "*" ) ["/" ( "tcp" | "udp" | "sctp" )]`; the protocol defaults to tcp */
function parsePort(reader: TokenReader): PortTerm {
  const first = peek(reader);
  if (first.kind !== 'word') return expected(reader, WHAT);
  take(reader);
  const protocol = parseProtocol(reader);
  if (first.text === '*') {
    // A lone `*` is everything; with a protocol it is every port of that one.
    return { kind: 'ports', traffic: protocol === undefined ? ALL_CONNECTIONS : everyPort(protocol) };
  }
  const numbers = /^(\d+)(?:-(\d+))?$/.exec(first.text);
  if (numbers !== null) {
    const [low, high] = parseRange(numbers[1] as string, numbers[2], first.stretch);
    return { kind: 'ports', traffic: connections(protocol ?? 'TCP', low, high) };
  }
  if (!isPortName(first.text)) {
    throw new SentenceProblem(`\`${first.text}\` is not a port`, first.stretch, `expected ${WHAT}`);
  }
  return { kind: 'name', name: first.text, protocol: protocol ?? 'TCP', stretch: stretchSince(reader, first) };
}

function parseProtocol(reader: TokenReader): Protocol | undefined {
  if (!takeSign(reader, '/')) return undefined;
  const word = peek(reader);
  const protocol = PROTOCOL_BY_WORD.get(word.text);
  if (protocol === undefined) {
    const lower = word.text.toLowerCase();
    expected(reader, '`tcp`, `udp` or `sctp`', PROTOCOL_BY_WORD.has(lower) ? `did you mean \`${lower}\`?` : undefined);
  }
  take(reader);
  return protocol;
}

function parseRange(low: string, high: string | undefined, stretch: Stretch): readonly [number, number] {
  for (const number of [low, high ?? low]) {
    if (Number(number) < PORT_MIN || Number(number) > PORT_MAX) {
      throw new SentenceProblem(
        `${number} is not a port`,
        stretch,
        `ports are numbers from ${PORT_MIN} to ${PORT_MAX}`,
      );
    }
  }
  if (high !== undefined && Number(high) < Number(low)) {
    const help = `did you mean \`${high}-${low}\`?`;
    throw new SentenceProblem(`the range \`${low}-${high}\` ends before it begins`, stretch, help);
  }
  return [Number(low), Number(high ?? low)];
}

/** Whether Kubernetes takes this as the name of a port (IANA service name). */
export function isPortName(name: string): boolean {
  return /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);
}
