import { addressDifference, NO_ADDRESSES, parseCidr } from '../../src/sets/address-set.ts';
import type { Probe } from './ask-probes.ts';
import { type Fields, fieldsOf, listOf } from './read-corpora.ts';

/** A row of a table as a world of its own with one question, or why no manifest can say it. */
export type UnitReading =
  | { readonly kind: 'world'; readonly objects: readonly unknown[]; readonly probes: readonly Probe[] }
  | { readonly kind: 'unsayable'; readonly reason: string };

const OPERATORS: readonly unknown[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
const HIGHEST_PORT = 65535;

/** Reads a row of the tables about NetworkPolicy; throws on a table that is not known. */
export function readUnit(written: Fields): UnitReading {
  switch (written['unit']) {
    case 'label-selector':
      return readLabelSelector(written);
    case 'np-peer-selectors':
      return readPeerSelectors(written);
    case 'np-ports':
      return readPorts(written);
    case 'ipBlock':
      return readIpBlock(written);
    default:
      throw new Error(`unknown table ${String(written['unit'])}`);
  }
}

function readLabelSelector({ selector, labels, want }: Fields): UnitReading {
  if (selector === null) return unsayable('a selector that is not there is no selector in a manifest');
  const expressions = listOf(fieldsOf(selector)['matchExpressions']).map(fieldsOf);
  const odd = expressions.find(({ operator }) => !OPERATORS.includes(operator));
  if (odd !== undefined) return unsayable(`the API server refuses the operator \`${String(odd['operator'])}\``);
  const peer = pod('a', 'peer', labels);
  return world([peer, ...subjectWith([{ from: [{ podSelector: selector }] }])], probe('a/peer', 'TCP', 80, want));
}

function readPeerSelectors(written: Fields): UnitReading {
  const { podSelector, namespaceSelector, want, policyNamespace } = written;
  if (podSelector === null && namespaceSelector === null)
    return unsayable('the API server refuses a peer without any field');
  const peer = fieldsOf(written['pod']);
  const home = String(policyNamespace);
  const from = [
    { ...(podSelector !== null && { podSelector }), ...(namespaceSelector !== null && { namespaceSelector }) },
  ];
  const namespaces = listOf(written['namespaces']).map((metadata) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata,
  }));
  const objects = [
    ...namespaces,
    pod(String(peer['namespace']), String(peer['name']), peer['labels']),
    ...subjectWith([{ from }], home),
  ];
  return world(objects, probe(`${String(peer['namespace'])}/${String(peer['name'])}`, 'TCP', 80, want, home));
}

function readPorts({ ports, podPorts, protocol, port, want }: Fields): UnitReading {
  // The API server refuses an `endPort` beyond the last port; the same range without what no port can be.
  const clipped = listOf(ports)
    .map(fieldsOf)
    .map((one) => (Number(one['endPort']) > HIGHEST_PORT ? { ...one, endPort: HIGHEST_PORT } : one));
  const objects = [pod('a', 'peer', {}), ...subjectWith([{ ports: clipped }], 'a', podPorts)];
  return world(objects, probe('a/peer', String(protocol ?? 'TCP'), Number(port ?? 80), want));
}

function readIpBlock({ ipBlock, ip, want }: Fields): UnitReading {
  if (ipBlock === null) return unsayable('the API server refuses a peer without any field');
  const { cidr, except } = fieldsOf(ipBlock);
  const outside = listOf(except).find((part) => addressDifference(addressesOf(part), addressesOf(cidr)).length > 0);
  if (outside !== undefined) return unsayable('the API server refuses an `except` outside of its `cidr`');
  return world(subjectWith([{ from: [{ ipBlock }] }]), probe(String(ip), 'TCP', 80, want));
}

function addressesOf(cidr: unknown) {
  const reading = parseCidr(String(cidr));
  return reading.kind === 'cidr' ? reading.addresses : NO_ADDRESSES;
}

/** The pod `subject` and a policy with these ingress rules on it. */
function subjectWith(ingress: readonly unknown[], namespace = 'a', ports: unknown = []): readonly unknown[] {
  const podSelector = { matchLabels: { role: 'subject' } };
  const spec = { podSelector, policyTypes: ['Ingress'], ingress };
  return [
    pod(namespace, 'subject', { role: 'subject' }, ports),
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'rules', namespace }, spec },
  ];
}

function pod(namespace: string, name: string, labels: unknown, ports: unknown = []): unknown {
  const spec = { containers: [{ name: 'main', image: 'main', ports }] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec };
}

function probe(from: string, protocol: string, port: number, want: unknown, home = 'a'): Probe {
  if (typeof want !== 'boolean') throw new Error('a row wants true or false');
  return { from, to: `${home}/subject`, port: { protocol, port: String(port), allowed: want } };
}

function world(objects: readonly unknown[], one: Probe): UnitReading {
  return { kind: 'world', objects, probes: [one] };
}

function unsayable(reason: string): UnitReading {
  return { kind: 'unsayable', reason };
}
