import { describe } from 'vitest';
import { adminNetworkText, clusterText } from './admin-text.ts';
import { itRefuses, type RefusedCase } from './refused-case.ts';

const ALL = 'subject: {namespaces: {}}';
const cluster = (rest: string) => clusterText(`tier: Admin\npriority: 1\n${ALL}\n${rest}`);
const adminNetwork = (rest: string) => adminNetworkText(`priority: 1\n${ALL}\n${rest}`);
const egress = (rule: string) => `egress: [${rule}]`;
const TO = 'to: [{namespaces: {}}]';
const many = (count: number, text: string) => Array.from({ length: count }, () => text).join(', ');

const cases: readonly RefusedCase[] = [
  {
    name: 'a rule with an empty list of protocols is refused',
    text: cluster(egress(`{action: Deny, ${TO}, protocols: []}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` has an empty list of ports',
        help: 'list at least one, or remove the list',
        at: 'spec.egress.0.protocols',
      },
    ],
  },
  {
    name: 'a rule with an empty list of ports is refused',
    text: adminNetwork(egress(`{action: Deny, ${TO}, ports: []}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of AdminNetworkPolicy `p` has an empty list of ports',
        help: 'list at least one, or remove the list',
        at: 'spec.egress.0.ports',
      },
    ],
  },
  {
    name: 'all ports of a protocol are written as a range',
    text: cluster(egress(`{action: Deny, ${TO}, protocols: [{tcp: {}}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` has an entry that says nothing about ports',
        help: 'write `tcp: {destinationPort: {range: {start: 1, end: 65535}}}` for every port',
        at: 'spec.egress.0.protocols.0.tcp',
      },
    ],
  },
  {
    name: 'a destinationPort is a number or a range',
    text: cluster(
      egress(`{action: Deny, ${TO}, protocols: [{udp: {destinationPort: {number: 53, range: {start: 1, end: 2}}}}]}`),
    ),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` has a port with `number` and `range`',
        help: 'write exactly one of `number` and `range`',
        at: 'spec.egress.0.protocols.0.udp',
      },
    ],
  },
  {
    name: 'an entry of two protocols is refused',
    text: cluster(
      egress(
        `{action: Deny, ${TO}, protocols: [{tcp: {destinationPort: {number: 1}}, udp: {destinationPort: {number: 1}}}]}`,
      ),
    ),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` has a port with `tcp` and `udp`',
        help: 'write exactly one of `tcp`, `udp`, `sctp` and `destinationNamedPort`',
        at: 'spec.egress.0.protocols.0',
      },
    ],
  },
  {
    name: 'a range of v1alpha2 begins below its end',
    text: cluster(
      egress(`{action: Deny, ${TO}, protocols: [{tcp: {destinationPort: {range: {start: 80, end: 80}}}}]}`),
    ),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` has a range from 80 to itself',
        help: 'write `number: 80`',
        at: 'spec.egress.0.protocols.0.tcp.destinationPort.range',
      },
    ],
  },
  {
    name: 'a range that runs backwards is refused',
    text: adminNetwork(egress(`{action: Deny, ${TO}, ports: [{portRange: {start: 90, end: 80}}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of AdminNetworkPolicy `p` has a range from 90 to 80',
        help: 'write the smaller number first',
        at: 'spec.egress.0.ports.0.portRange',
      },
    ],
  },
  {
    name: 'a port above 65535 is refused',
    text: cluster(egress(`{action: Deny, ${TO}, protocols: [{tcp: {destinationPort: {number: 65536}}}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` has the port 65536',
        help: 'write a number from 1 to 65535',
        at: 'spec.egress.0.protocols.0.tcp.destinationPort.number',
      },
    ],
  },
  {
    name: 'port 0 is refused',
    text: adminNetwork(egress(`{action: Deny, ${TO}, ports: [{portNumber: {port: 0}}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of AdminNetworkPolicy `p` has the port 0',
        help: 'write a number from 1 to 65535',
        at: 'spec.egress.0.ports.0.portNumber.port',
      },
    ],
  },
  {
    name: 'a port of v1alpha1 needs its number',
    text: adminNetwork(egress(`{action: Deny, ${TO}, ports: [{portNumber: {protocol: UDP}}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec.egress[0].ports[0].portNumber` of AdminNetworkPolicy `p` has no `port`',
        help: 'write `port`; the API server refuses it without',
        at: 'spec.egress.0.ports.0.portNumber',
      },
    ],
  },
  {
    name: 'a port of v1alpha1 is of one kind',
    text: adminNetwork(egress(`{action: Deny, ${TO}, ports: [{portNumber: {port: 1}, namedPort: http}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of AdminNetworkPolicy `p` has a port with `portNumber` and `namedPort`',
        help: 'write exactly one of `portNumber`, `portRange` and `namedPort`',
        at: 'spec.egress.0.ports.0',
      },
    ],
  },
  {
    name: 'a protocol of v1alpha1 is in upper case',
    text: adminNetwork(egress(`{action: Deny, ${TO}, ports: [{portNumber: {protocol: tcp, port: 80}}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message:
          '`spec.egress[0].ports[0].portNumber.protocol` of AdminNetworkPolicy `p` is `tcp`, but it can only be `TCP`, `UDP` or `SCTP`',
        help: 'did you mean `TCP`?',
        at: 'spec.egress.0.ports.0.portNumber.protocol',
      },
    ],
  },
  {
    name: 'a protocol of v1alpha2 is in lower case',
    text: cluster(egress(`{action: Deny, ${TO}, protocols: [{TCP: {destinationPort: {number: 80}}}]}`)),
    findings: [
      {
        code: 'unknown-field',
        message: '`TCP` is not a field of `spec.egress[0].protocols[0]` of ClusterNetworkPolicy `p`',
        help: 'did you mean `tcp`? the API server refuses an unknown field, and a client that drops it leaves an object without what it says',
        at: 'spec.egress.0.protocols.0.TCP (key)',
      },
    ],
  },
  {
    name: 'v1alpha2 has protocols in the place of ports',
    text: cluster(egress(`{action: Deny, ${TO}, ports: [{portNumber: {port: 80}}]}`)),
    findings: [
      {
        code: 'unknown-field',
        message: '`ports` is not a field of `spec.egress[0]` of ClusterNetworkPolicy `p`',
        help: 'the API server refuses an unknown field, and a client that drops it leaves a rule for every port and protocol; a ClusterNetworkPolicy calls them `protocols`',
        at: 'spec.egress.0.ports (key)',
      },
    ],
  },
  {
    name: 'v1alpha1 has ports in the place of protocols',
    text: adminNetwork(egress(`{action: Deny, ${TO}, protocols: [{tcp: {destinationPort: {number: 80}}}]}`)),
    findings: [
      {
        code: 'unknown-field',
        message: '`protocols` is not a field of `spec.egress[0]` of AdminNetworkPolicy `p`',
        help: 'the API server refuses an unknown field, and a client that drops it leaves a rule for every port and protocol; before v1alpha2 they are called `ports`',
        at: 'spec.egress.0.protocols (key)',
      },
    ],
  },
  {
    name: 'a named port cannot stand beside networks',
    text: cluster(
      egress(
        '{action: Deny, to: [{namespaces: {}}, {networks: [10.0.0.0/8]}], protocols: [{destinationNamedPort: http}]}',
      ),
    ),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` has a named port beside a `networks` peer',
        help: 'only pods have named ports: write the number, or put the peer into a rule of its own',
        at: 'spec.egress.0.protocols.0.destinationNamedPort',
      },
    ],
  },
  {
    name: 'a named port cannot stand beside nodes',
    text: adminNetwork(egress('{action: Deny, to: [{nodes: {}}], ports: [{namedPort: http}]}')),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of AdminNetworkPolicy `p` has a named port beside a `nodes` peer',
        help: 'only pods have named ports: write the number, or put the peer into a rule of its own',
        at: 'spec.egress.0.ports.0.namedPort',
      },
    ],
  },
  {
    name: 'a named port cannot stand beside domain names',
    text: cluster(
      egress('{action: Accept, to: [{domainNames: [example.com]}], protocols: [{destinationNamedPort: http}]}'),
    ),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` has a named port beside a `domainNames` peer',
        help: 'only pods have named ports: write the number, or put the peer into a rule of its own',
        at: 'spec.egress.0.protocols.0.destinationNamedPort',
      },
    ],
  },
  {
    name: 'a port name is one',
    text: cluster(egress(`{action: Deny, ${TO}, protocols: [{destinationNamedPort: HTTP}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` has the port name `HTTP`',
        help: 'a port name has at most 15 lower case letters, digits and single `-`, and at least one letter',
        at: 'spec.egress.0.protocols.0.destinationNamedPort',
      },
    ],
  },
  {
    name: 'v1alpha2 takes 25 protocols',
    text: cluster(egress(`{action: Deny, ${TO}, protocols: [${many(26, '{destinationNamedPort: http}')}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` has 26 ports',
        help: 'there can be at most 25',
        at: 'spec.egress.0.protocols',
      },
    ],
  },
];

describe('what the API server refuses in the ports of an admin policy', () => {
  itRefuses(cases);
});
