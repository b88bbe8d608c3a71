import type { Protocol } from '../sets/connection-set.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import type { AdminReading } from './admin-reading.ts';
import { faultOfPortName } from './check-names.ts';
import { findingAt } from './finding-at.ts';
import { type Fields, fieldOf, fieldsOf, isFields, listOf } from './manifest-object.ts';
import { isPortNumber, isProtocol } from './read-pod-template.ts';
import type { AdminPolicyRule, AdminPort } from './resources.ts';

/** The `ports` (v1alpha1) or `protocols` (v1alpha2) of a rule; entries that the API server refuses become findings. */
export function readAdminPorts(ports: unknown, origin: SourceRef, context: AdminReading): AdminPolicyRule['ports'] {
  // AdminNetworkPolicy: "This field is a list of port; if not set, the rule does not filter traffic via port."
  if (ports === undefined) return 'everything';
  const entries = listOf(ports);
  if (entries.length === 0) refuse('an empty list of ports', origin, context, 'list at least one, or remove the list');
  if (entries.length > context.limits.ports) {
    refuse(`${entries.length} ports`, origin, context, `there can be at most ${context.limits.ports}`);
  }
  const read = context.kind === 'ClusterNetworkPolicy' ? readProtocol : readPort;
  return entries.flatMap((entry, index) => read(fieldsOf(entry), below(origin, index), context));
}

/** v1alpha1: exactly one of `portNumber`, `portRange`, `namedPort`. */
function readPort(entry: Fields, origin: SourceRef, context: AdminReading): readonly AdminPort[] {
  const keys = Object.keys(entry);
  if (keys.length !== 1) {
    refuse(kindsOf(keys), origin, context, 'write exactly one of `portNumber`, `portRange` and `namedPort`');
    return [];
  }
  if (entry['namedPort'] !== undefined) return readName(entry['namedPort'], below(origin, 'namedPort'), context);
  const [key = ''] = keys;
  const port = entry[key];
  // AdminNetworkPolicyPort: "If not specified, this field defaults to TCP."
  const protocol = fieldOf(port, 'protocol') ?? 'TCP';
  if (!isProtocol(protocol)) return [];
  const [first, last] = key === 'portNumber' ? ['port', 'port'] : ['start', 'end'];
  return readRange(port, protocol, { first, last }, below(origin, key), context);
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' };

/** v1alpha2: exactly one of `tcp`, `udp`, `sctp`, `destinationNamedPort`. */
function readProtocol(entry: Fields, origin: SourceRef, context: AdminReading): readonly AdminPort[] {
  const keys = Object.keys(entry);
  if (keys.length !== 1) {
    refuse(kindsOf(keys), origin, context, 'write exactly one of `tcp`, `udp`, `sctp` and `destinationNamedPort`');
    return [];
  }
  const [key = ''] = keys;
  if (key === 'destinationNamedPort') return readName(entry[key], below(origin, key), context);
  const protocol = Object.hasOwn(PROTOCOLS, key) ? PROTOCOLS[key] : undefined;
  if (protocol === undefined) return [];
  const port = fieldOf(entry[key], 'destinationPort');
  const at = below(origin, key);
  const chosen = Object.keys(fieldsOf(port));
  if (chosen.length !== 1) {
    // The schema of the API asks for at least one property, although its prose says that none means every port.
    const everyPort = `write \`${key}: {destinationPort: {range: {start: 1, end: 65535}}}\` for every port`;
    const help = chosen.length === 0 ? everyPort : 'write exactly one of `number` and `range`';
    refuse(kindsOf(chosen), at, context, help);
    return [];
  }
  const ref = below(at, 'destinationPort');
  if (chosen[0] === 'number') return readRange(port, protocol, { first: 'number', last: 'number' }, ref, context);
  const range = fieldOf(port, 'range');
  if (!isFields(range)) return [];
  const start = range['start'];
  // CEL: self.start < self.end
  if (start === range['end']) {
    refuse(`a range from ${start} to itself`, below(ref, 'range'), context, `write \`number: ${start}\``);
    return [];
  }
  return readRange(range, protocol, { first: 'start', last: 'end' }, below(ref, 'range'), context);
}

function readRange(
  value: unknown,
  protocol: Protocol,
  keys: { readonly first: string; readonly last: string },
  origin: SourceRef,
  context: AdminReading,
): readonly AdminPort[] {
  const first = fieldOf(value, keys.first);
  const last = fieldOf(value, keys.last);
  for (const key of new Set([keys.first, keys.last])) {
    const number = fieldOf(value, key);
    if (Number.isInteger(number) && !isPortNumber(number)) {
      refuse(`the port ${number}`, below(origin, key), context, 'write a number from 1 to 65535');
    }
  }
  if (!isPortNumber(first) || !isPortNumber(last)) return [];
  if (first > last) {
    refuse(`a range from ${first} to ${last}`, origin, context, 'write the smaller number first');
    return [];
  }
  return [{ kind: 'range', protocol, first, last, origin }];
}

function readName(name: unknown, origin: SourceRef, context: AdminReading): readonly AdminPort[] {
  if (typeof name !== 'string') return [];
  const fault = faultOfPortName(name);
  if (fault !== undefined) refuse(`the port name \`${name}\``, origin, context, fault);
  return [{ kind: 'name', name, origin }];
}

function kindsOf(keys: readonly string[]): string {
  return keys.length === 0
    ? 'an entry that says nothing about ports'
    : `a port with ${keys.map((key) => `\`${key}\``).join(' and ')}`;
}

function refuse(what: string, at: SourceRef, { title, report }: AdminReading, help: string): void {
  report(findingAt('invalid-field', `a rule of ${title} has ${what}`, at, { help }));
}
