import type { PodEndpoint } from '../../src/cluster/endpoint.ts';
import { type AddressSet, oneAddress, parseAddress } from '../../src/sets/address-set.ts';
import { type ConnectionSet, connections, NO_CONNECTIONS, PROTOCOLS } from '../../src/sets/connection-set.ts';
import { equals, isEmpty, isSubset, union } from '../../src/sets/interval-set.ts';
import { readConn } from './conformance-traffic.ts';
import { type Answers, collectAnswers, type Tally, verdictOn, wordsFor } from './disagreement.ts';
import { findEndpoints, namesOnePod } from './find-endpoints.ts';
import type { CaseWorld } from './open-case.ts';
import { type Fields, fieldsOf, listOf } from './read-corpora.ts';

/** One question: may new connections of this traffic be made? */
export interface Probe {
  readonly from: string;
  readonly to: string;
  /** One port of one protocol, by number or name; absent: only `conn` is asked. */
  readonly port?: { readonly protocol: string; readonly port: string; readonly allowed: boolean };
  /** Everything that is allowed. */
  readonly conn?: ConnectionSet;
}

/** The probes of a case, in either form. */
export function probesOf(written: Fields): readonly Probe[] {
  return listOf(written['probes']).map((probe) =>
    Array.isArray(probe) ? shortProbe(probe) : longProbe(fieldsOf(probe)),
  );
}

/** The probes that a matrix stands for: a character for each of `ports`, 1 allowed, 0 denied. */
export function probesOfMatrix(written: Fields): readonly Probe[] {
  const ports = listOf(written['ports']).map((port) => String(port).split('/'));
  return Object.entries(fieldsOf(written['matrix'])).flatMap(([from, row]) =>
    Object.entries(fieldsOf(row)).flatMap(([to, cell]) => {
      if (String(cell).length !== ports.length) throw new Error(`${from} to ${to} has not one character per port`);
      return ports.map(([protocol = '', port = ''], index) => ({
        from,
        to,
        port: { protocol, port, allowed: bitOf(String(cell).charAt(index)) },
      }));
    }),
  );
}

/** The addresses that probes name, each to be told apart from all others. */
export function addressesOf(probes: readonly Probe[]): readonly AddressSet[] {
  const texts = new Set(probes.flatMap(({ from, to }) => [from, to]));
  return [...texts].flatMap((text) => {
    const address = parseAddress(text);
    return address === undefined ? [] : [oneAddress(address)];
  });
}

/** Asks the engine every probe. An answer of `undecided` agrees with nothing. */
export function askProbes(probes: readonly Probe[], opened: CaseWorld): Tally {
  const answers = collectAnswers(opened);
  const known = new Map<string, readonly number[]>();
  const find = (text: string): readonly number[] => {
    const found = known.get(text) ?? findEndpoints(text, opened);
    known.set(text, found);
    return found;
  };
  for (const probe of probes) {
    const unknown = [probe.from, probe.to].filter((text) => find(text).length === 0);
    if (unknown.length > 0) answers.differ(`the world has no ${unknown.join(' and no ')}`);
    else if (probe.from === probe.to && namesOnePod(probe.from, opened)) askOfItself(probe, answers);
    else for (const from of find(probe.from)) for (const to of find(probe.to)) ask(probe, [from, to], opened, answers);
  }
  return answers.tally();
}

/** "Pods cannot block access to itself": no policy is asked, and `connectivity` leaves it out. */
function askOfItself(probe: Probe, answers: Answers): void {
  const isAllowed = probe.port?.allowed ?? !isEmpty(probe.conn ?? NO_CONNECTIONS);
  if (isAllowed) answers.agree();
  else answers.differ(`${probe.from} to itself: expected denied, but no policy keeps a pod from itself`);
}

function ask(probe: Probe, pair: readonly [from: number, to: number], opened: CaseWorld, answers: Answers): void {
  const decision = opened.world.engine.decide(...pair);
  const { port, conn } = probe;
  const question = `${probe.from} to ${probe.to}`;
  if (port !== undefined) {
    const traffic = trafficOfPort(port, pair[1], opened);
    const expected = port.allowed ? 'allowed' : 'denied';
    const text = `${question} on ${port.port}/${port.protocol}: expected ${expected}, got `;
    if (traffic === undefined) answers.differ(`${text}no such port`);
    else if (isSubset(traffic, decision[expected])) answers.agree();
    else answers.differ(`${text}${verdictOn(traffic, decision)}`, pair);
  }
  if (conn === undefined) return;
  if (isEmpty(decision.undecided) && equals(conn, decision.allowed)) answers.agree();
  else {
    const got = `${wordsFor(decision.allowed)}; undecided ${wordsFor(decision.undecided)}`;
    answers.differ(`${question}: expected ${wordsFor(conn)}, got ${got}`, pair);
  }
}

/** A name is looked up on the destination, by name and protocol. */
function trafficOfPort(
  { protocol, port }: NonNullable<Probe['port']>,
  to: number,
  { world }: CaseWorld,
): ConnectionSet | undefined {
  const known = PROTOCOLS.find((name) => name === protocol.toUpperCase());
  if (known === undefined) return undefined;
  if (/^\d+$/.test(port)) return connections(known, Number(port));
  const destination = world.cluster.endpoints[to];
  const named = destination?.kind === 'pod' ? portsNamed(destination, port, known) : NO_CONNECTIONS;
  return isEmpty(named) ? undefined : named;
}

function portsNamed({ namedPorts = [] }: PodEndpoint, name: string, protocol: string): ConnectionSet {
  return namedPorts
    .filter((port) => port.name === name && port.protocol === protocol)
    .map((port) => connections(port.protocol, port.number))
    .reduce(union, NO_CONNECTIONS);
}

function shortProbe([from, to, protocol, port, allowed]: readonly unknown[]): Probe {
  return {
    from: String(from),
    to: String(to),
    port: { protocol: String(protocol), port: String(port), allowed: truthOf(allowed) },
  };
}

function longProbe({ src, dst, protocol, port, allow, conn }: Fields): Probe {
  if (allow === undefined && conn === undefined) throw new Error('a probe expects nothing');
  return {
    from: String(src),
    to: String(dst),
    ...(allow !== undefined && {
      port: { protocol: String(protocol), port: String(port), allowed: truthOf(allow) },
    }),
    ...(conn !== undefined && { conn: readConn(conn) }),
  };
}

function truthOf(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Error(`a verdict is true or false, not ${String(value)}`);
  return value;
}

function bitOf(character: string): boolean {
  if (character !== '0' && character !== '1') throw new Error(`a verdict is 0 or 1, not ${character}`);
  return character === '1';
}
