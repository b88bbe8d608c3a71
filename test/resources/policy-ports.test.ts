import { describe, expect, it } from 'vitest';
import { flatten, policyText, readText } from './read-text.ts';

const cases = [
  {
    name: 'a protocol in lower case is refused',
    spec: 'podSelector: {}\ningress:\n- ports: [{protocol: tcp, port: 80}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message:
          '`spec.ingress[0].ports[0].protocol` of NetworkPolicy `shop/db` is `tcp`, but it can only be `TCP`, `UDP` or `SCTP`',
        help: 'did you mean `TCP`?',
        at: 'spec.ingress.0.ports.0.protocol',
      },
    ],
  },
  {
    name: 'a protocol that NetworkPolicy does not know is refused',
    spec: 'podSelector: {}\ningress:\n- ports: [{protocol: ICMP}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message:
          '`spec.ingress[0].ports[0].protocol` of NetworkPolicy `shop/db` is `ICMP`, but it can only be `TCP`, `UDP` or `SCTP`',
        help: 'write `TCP`, `UDP` or `SCTP`',
        at: 'spec.ingress.0.ports.0.protocol',
      },
    ],
  },
  {
    name: 'port 0 is refused',
    spec: 'podSelector: {}\ningress:\n- ports: [{port: 0}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`port` is 0, but a port is a number from 1 to 65535, in NetworkPolicy `shop/db`',
        help: 'write a number from 1 to 65535',
        at: 'spec.ingress.0.ports.0.port',
      },
    ],
  },
  {
    name: 'a port with a fraction is refused',
    spec: 'podSelector: {}\ningress:\n- ports: [{port: 80.5}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message:
          '`spec.ingress[0].ports[0].port` of NetworkPolicy `shop/db` must be a whole number or a name, but it is the number 80.5',
        help: 'write a whole number or a name',
        at: 'spec.ingress.0.ports.0.port',
      },
    ],
  },
  {
    name: 'a port number in quotes is refused',
    spec: "podSelector: {}\ningress:\n- ports: [{port: '80'}]",
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`80` is not a port name, in NetworkPolicy `shop/db`',
        help: 'a port in quotes is a name, and a name needs a letter; remove the quotes for a number',
        at: 'spec.ingress.0.ports.0.port',
      },
    ],
  },
  {
    name: 'a port name in upper case is refused',
    spec: 'podSelector: {}\ningress:\n- ports: [{port: HTTP}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`HTTP` is not a port name, in NetworkPolicy `shop/db`',
        help: 'a port name has at most 15 lower case letters, digits and single `-`, and at least one letter',
        at: 'spec.ingress.0.ports.0.port',
      },
    ],
  },
  {
    name: 'endPort without port is refused',
    spec: 'podSelector: {}\ningress:\n- ports: [{endPort: 80}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`endPort` stands without a `port`, in NetworkPolicy `shop/db`',
        help: 'write the first port of the range as `port`',
        at: 'spec.ingress.0.ports.0.endPort',
      },
    ],
  },
  {
    name: 'endPort with a named port is refused',
    spec: 'podSelector: {}\ningress:\n- ports: [{port: http, endPort: 80}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`endPort` stands beside the named port `http`, in NetworkPolicy `shop/db`',
        help: 'a range needs a number as its `port`',
        at: 'spec.ingress.0.ports.0.endPort',
      },
    ],
  },
  {
    name: 'endPort below port is refused',
    spec: 'podSelector: {}\ningress:\n- ports: [{port: 90, endPort: 80}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`endPort` 80 is less than `port` 90, in NetworkPolicy `shop/db`',
        help: 'write the last port of the range as `endPort`',
        at: 'spec.ingress.0.ports.0.endPort',
      },
    ],
  },
  {
    name: 'endPort above 65535 is refused',
    spec: 'podSelector: {}\ningress:\n- ports: [{port: 90, endPort: 70000}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`endPort` is 70000, but a port is a number from 1 to 65535, in NetworkPolicy `shop/db`',
        help: 'write a number from 1 to 65535',
        at: 'spec.ingress.0.ports.0.endPort',
      },
    ],
  },
  {
    name: 'an ipBlock that is no map is refused',
    spec: 'podSelector: {}\ningress:\n- from: [{ipBlock: 10.0.0.0/8}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message:
          '`spec.ingress[0].from[0].ipBlock` of NetworkPolicy `shop/db` must be a map, but it is the text `10.0.0.0/8`',
        help: 'write the fields of `ipBlock` on lines of their own below it',
        at: 'spec.ingress.0.from.0.ipBlock',
      },
    ],
  },
  {
    name: 'an ipBlock without cidr is refused',
    spec: 'podSelector: {}\ningress:\n- from: [{ipBlock: {except: [10.0.0.0/8]}}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`spec.ingress[0].from[0].ipBlock` of NetworkPolicy `shop/db` has no `cidr`',
        help: 'write `cidr`; the API server refuses it without',
        at: 'spec.ingress.0.from.0.ipBlock',
      },
    ],
  },
  {
    name: 'a cidr without prefix is refused',
    spec: 'podSelector: {}\negress:\n- to: [{ipBlock: {cidr: 10.0.0.0}}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`10.0.0.0` is not a CIDR, in NetworkPolicy `shop/db`',
        help: 'a CIDR is an address, a slash and a prefix length, like `10.0.0.0/8`',
        at: 'spec.egress.0.to.0.ipBlock.cidr',
      },
    ],
  },
  {
    name: 'a cidr with leading zeros is refused',
    spec: 'podSelector: {}\negress:\n- to: [{ipBlock: {cidr: 010.0.0.0/8}}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`010.0.0.0/8` is not a CIDR, in NetworkPolicy `shop/db`',
        help: '`010.0.0.0` is not an IPv4 or IPv6 address',
        at: 'spec.egress.0.to.0.ipBlock.cidr',
      },
    ],
  },
  {
    name: 'an except outside its cidr is refused',
    spec: 'podSelector: {}\negress:\n- to: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`11.0.0.0/16` is not a smaller block inside `10.0.0.0/8`, in NetworkPolicy `shop/db`',
        help: 'an `except` must be a proper part of its `cidr`: name a smaller block, or remove it',
        at: 'spec.egress.0.to.0.ipBlock.except.0',
      },
    ],
  },
  {
    name: 'an except that is the whole cidr is refused',
    spec: 'podSelector: {}\negress:\n- to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`10.0.0.0/8` is not a smaller block inside `10.0.0.0/8`, in NetworkPolicy `shop/db`',
        help: 'an `except` must be a proper part of its `cidr`: name a smaller block, or remove it',
        at: 'spec.egress.0.to.0.ipBlock.except.0',
      },
    ],
  },
  {
    name: 'bits beyond the mask are pointed out',
    spec: 'podSelector: {}\negress:\n- to: [{ipBlock: {cidr: 10.0.0.1/8}}]',
    findings: [
      {
        code: 'host-bits-set',
        severity: 'warning',
        message: '`10.0.0.1/8` has bits set beyond its mask /8, in NetworkPolicy `shop/db`',
        help: 'write the first address of the block; the bits beyond the mask are not looked at',
        at: 'spec.egress.0.to.0.ipBlock.cidr',
      },
    ],
  },
];

describe('the ports and address blocks of a policy', () => {
  it.each(cases)('$name', ({ spec, findings }) => {
    const { networkPolicies, opaquePolicies, findings: found } = readText(policyText(spec));
    expect(found.map(flatten)).toEqual(findings);
    const isRefused = findings.some(({ severity }) => severity === 'error');
    expect([networkPolicies.length, opaquePolicies.length]).toEqual(isRefused ? [0, 1] : [1, 0]);
  });
});
