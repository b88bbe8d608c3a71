import { addressDifference, NO_ADDRESSES, parseCidr } from '../../src/sets/address-set.ts';
import type { Probe } from './ask-probes.ts';
import { readAdminPorts, readAdminSubject, readClusterPort, readClusterProtocols } from './read-admin-unit.ts';
import { type Fields, fieldsOf, listOf } from './read-corpora.ts';
import { podObject, type UnitReading, unitWorld, unsayable, wantOf } from './unit-world.ts';

const OPERATORS: readonly unknown[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
const HIGHEST_PORT = 65535;

/** Reads a row of a table; throws on a table that is not known. */
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
    case 'anp-ports':
      return readAdminPorts(written);
    case 'anp-subject':
      return readAdminSubject(written);
    case 'cnp-protocols':
      return readClusterProtocols(written);
    case 'cnp-port':
      return readClusterPort(written);
    default:
      throw new Error(`unknown table ${String(written['unit'])}`);
  }
}

function readLabelSelector({ selector, labels, want }: Fields): UnitReading {
  if (selector === null) return unsayable('a selector that is not there is no selector in a manifest');
  const expressions = listOf(fieldsOf(selector)['matchExpressions']).map(fieldsOf);
  const odd = expressions.find(({ operator }) => !OPERATORS.includes(operator));
  if (odd !== undefined) return unsayable(`the API server refuses the operator \`${String(odd['operator'])}\``);
  const peer = podObject('a', 'peer', labels);
  return unitWorld([peer, ...subjectWith([{ from: [{ podSelector: selector }] }])], probe('a/peer', 'TCP', 80, want));
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
    podObject(String(peer['namespace']), String(peer['name']), peer['labels']),
    ...subjectWith([{ from }], home),
  ];
  return unitWorld(objects, probe(`${String(peer['namespace'])}/${String(peer['name'])}`, 'TCP', 80, want, home));
}

function readPorts({ ports, podPorts, protocol, port, want }: Fields): UnitReading {
  // The API server refuses an `endPort` beyond the last port; the same range without what no port can be.
  const clipped = listOf(ports)
    .map(fieldsOf)
    .map((one) => (Number(one['endPort']) > HIGHEST_PORT ? { ...one, endPort: HIGHEST_PORT } : one));
  const objects = [podObject('a', 'peer', {}), ...subjectWith([{ ports: clipped }], 'a', podPorts)];
  return unitWorld(objects, probe('a/peer', String(protocol ?? 'TCP'), Number(port ?? 80), want));
}

function readIpBlock({ ipBlock, ip, want }: Fields): UnitReading {
  if (ipBlock === null) return unsayable('the API server refuses a peer without any field');
  const { cidr, except } = fieldsOf(ipBlock);
  const outside = listOf(except).find((part) => addressDifference(addressesOf(part), addressesOf(cidr)).length > 0);
  if (outside !== undefined) return unsayable('the API server refuses an `except` outside of its `cidr`');
  return unitWorld(subjectWith([{ from: [{ ipBlock }] }]), probe(String(ip), 'TCP', 80, want));
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
    podObject(namespace, 'subject', { role: 'subject' }, ports),
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'rules', namespace }, spec },
  ];
}

function probe(from: string, protocol: string, port: number, want: unknown, home = 'a'): Probe {
  return { from, to: `${home}/subject`, port: { protocol, port: String(port), allowed: wantOf(want) } };
}
