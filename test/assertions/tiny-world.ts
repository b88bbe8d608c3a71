import { judgeClaim } from '../../src/assertions/judge-claim.ts';
import type { Judgement } from '../../src/assertions/judgement.ts';
import type { JudgingWorld } from '../../src/assertions/judging-world.ts';
import { loadSuite } from '../../src/assertions/load-suite.ts';
import type { Suite } from '../../src/assertions/suite.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { profileOf } from '../../src/cluster/dataplane-profile.ts';
import type {
  AddressEndpoint,
  Endpoint,
  NamespaceFacts,
  NodeEndpoint,
  PodEndpoint,
} from '../../src/cluster/endpoint.ts';
import type { Truth } from '../../src/cluster/truth.ts';
import type { Engine, Verdict } from '../../src/connectivity/decision.ts';
import type { Door } from '../../src/exposure/door.ts';
import { expose } from '../../src/exposure/expose.ts';
import type { Direction, Service } from '../../src/resources/resources.ts';
import { ALL_ADDRESSES, parseAddress, parseCidr } from '../../src/sets/address-set.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../../src/sets/connection-set.ts';
import { difference } from '../../src/sets/interval-set.ts';

const namespacesByName = new Map<string, NamespaceFacts>();

/** What is known of a namespace; the same object for the same name. */
export function namespaceOf(name: string): NamespaceFacts {
  const known = namespacesByName.get(name) ?? { name, labels: new Map([['team', name]]), complete: true };
  namespacesByName.set(name, known);
  return known;
}

/** The pods of `namespace/Kind:name` (a Deployment unless said), with labels and what else a test cares for. */
export function pod(
  id: string,
  labels: Readonly<Record<string, string>> = {},
  facts: Partial<PodEndpoint> = {},
): PodEndpoint {
  const [namespace = '', rest = ''] = id.split('/');
  const [workloadKind = '', name] = rest.includes(':') ? rest.split(':') : ['Deployment', rest];
  return {
    kind: 'pod',
    id: `${namespace}/${workloadKind}:${name}`,
    namespace: namespaceOf(namespace),
    workloadKind,
    name: name ?? '',
    labels: new Map(Object.entries(labels)),
    runtimeLabelKeys: new Set(),
    namedPorts: [],
    declaredPorts: [],
    hostNetwork: false,
    addresses: { kind: 'within', addresses: ALL_ADDRESSES },
    serviceAccount: 'default',
    single: false,
    assumed: false,
    ...facts,
  };
}

/** The addresses of a CIDR. */
export function addresses(cidr: string, facts: Partial<AddressEndpoint> = {}): AddressEndpoint {
  const reading = parseCidr(cidr);
  if (reading.kind === 'invalid') throw new Error(reading.why);
  const [first = 0n, end = 0n] = reading.addresses;
  return {
    kind: 'addresses',
    id: cidr,
    first,
    last: end - 1n,
    owner: 'outside',
    mayBeNodes: true,
    internet: true,
    ...facts,
  };
}

/** The one address of a pod that is known exactly. */
export function exactly(address: string): PodEndpoint['addresses'] {
  const position = parseAddress(address) as bigint;
  return { kind: 'exactly', addresses: [position, position + 1n] };
}

const ANYWHERE = { kind: 'within', addresses: ALL_ADDRESSES } as const;

export const NODE: NodeEndpoint = {
  kind: 'node',
  id: 'nodes',
  addresses: { kind: 'within', addresses: ALL_ADDRESSES },
};

/** What an engine says of one pair; what is neither is undecided. */
export interface Answer {
  readonly allowed?: ConnectionSet;
  readonly denied?: ConnectionSet;
}

export const ALLOWED: Answer = { allowed: ALL_CONNECTIONS };
export const DENIED: Answer = { denied: ALL_CONNECTIONS };
export const UNDECIDED: Answer = {};

interface TinyWorld {
  readonly endpoints: readonly Endpoint[];
  /** By `from > to`, both ids or `*`; pairs that are not listed get `otherwise`. */
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly otherwise?: Answer;
  readonly isolated?: (endpoint: Endpoint, direction: Direction) => Truth;
  readonly services?: readonly Service[];
  readonly doors?: readonly Door[];
  /** The keys of a suite beside `expect`. */
  readonly suite?: Readonly<Record<string, unknown>>;
  readonly today?: string;
}

/** Judges one claim in a world that is made up of answers. */
export function judgeIn(world: TinyWorld, claim: string | Readonly<Record<string, unknown>>): Judgement {
  const suite = suiteWith(claim, world.suite);
  const [entry] = suite.claims;
  if (entry === undefined) throw new Error('a suite with one claim');
  return judgeClaim(entry, judgingWorld(world, suite));
}

function suiteWith(claim: unknown, more: Readonly<Record<string, unknown>> = {}): Suite {
  const suite = loadSuite({ file: 'suite.yaml', document: 0, value: { ...more, expect: [claim] } });
  const [wrong] = suite.findings;
  if (wrong !== undefined) throw new Error(wrong.message);
  return suite;
}

function judgingWorld(world: TinyWorld, suite: Suite): JudgingWorld {
  const { endpoints, services = [], doors = [], today = '2026-06-15' } = world;
  const namespaces = new Map(
    endpoints.flatMap((endpoint) => (endpoint.kind === 'pod' ? [[endpoint.namespace.name, endpoint.namespace]] : [])),
  );
  const cluster: Cluster = { endpoints, namespaces, layers: [], profile: profileOf(undefined), podAddresses: ANYWHERE };
  const engine = engineOf(world);
  return {
    cluster,
    engine,
    exposure: expose({ cluster, engine, listDoors: () => doors, listOpenings: () => [] }),
    services,
    suite,
    today,
  };
}

function engineOf({ endpoints, answers = {}, otherwise = DENIED, isolated = () => false }: TinyWorld): Engine {
  const at = (index: number | Endpoint): Endpoint => {
    if (typeof index !== 'number') throw new Error('this world has no pods that could be created');
    const endpoint = endpoints[index];
    if (endpoint === undefined) throw new RangeError(`no endpoint ${index}`);
    return endpoint;
  };
  const verdict = (from: number | Endpoint, to: number | Endpoint): Verdict => {
    const [source, destination] = [at(from), at(to)];
    const keys = [`${source.id} > ${destination.id}`, `${source.id} > *`, `* > ${destination.id}`];
    const key = keys.find((candidate) => candidate in answers);
    const { allowed = NO_CONNECTIONS, denied = NO_CONNECTIONS } = (key && answers[key]) || otherwise;
    return { allowed, denied, undecided: difference(difference(ALL_CONNECTIONS, allowed), denied) };
  };
  return {
    verdict,
    decide: (from, to) => ({ from: at(from), to: at(to), ...verdict(from, to), sides: [] }),
    isolated: (endpoint, direction) => isolated(at(endpoint), direction),
    governing: () => [],
    verdictOfOne: () => {
      throw new Error('this world knows what becomes of traffic, and not who says so');
    },
    // Pods that could be created get nowhere here: they are judged in worlds of manifests.
    ask: () => [],
    isolatedIn: () => [],
    admitsAll: () => false,
    refuses: () => [],
  };
}
