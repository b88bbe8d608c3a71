import { describe, expect, it } from 'vitest';
import { flatten, policyText, readText } from './read-text.ts';

const cases = [
  {
    name: 'a misspelt field is refused, with the field that was meant',
    spec: 'podSelecter: {matchLabels: {app: a}}',
    findings: [
      {
        code: 'unknown-field',
        severity: 'error',
        message: '`podSelecter` is not a field of `spec` of NetworkPolicy `shop/db`',
        help: 'did you mean `podSelector`? the API server refuses an unknown field, and a client that drops it leaves a selection that is wider than meant: every pod',
        at: 'spec.podSelecter (key)',
      },
    ],
  },
  {
    name: 'a field in the wrong case is refused',
    spec: 'podselector: {matchLabels: {app: a}}',
    findings: [
      {
        code: 'unknown-field',
        severity: 'error',
        message: '`podselector` is not a field of `spec` of NetworkPolicy `shop/db`',
        help: 'did you mean `podSelector`? the API server refuses an unknown field, and a client that drops it leaves a selection that is wider than meant: every pod',
        at: 'spec.podselector (key)',
      },
    ],
  },
  {
    name: 'a list under the word for one of its entries is known for what it is',
    spec: 'podSelector: {}\ningress:\n  - port: [{port: 80}]',
    findings: [
      {
        code: 'unknown-field',
        severity: 'error',
        message: '`port` is not a field of `spec.ingress[0]` of NetworkPolicy `shop/db`',
        help: 'did you mean `ports`? the API server refuses an unknown field, and a client that drops it leaves a rule for every port',
        at: 'spec.ingress.0.port (key)',
      },
    ],
  },
  {
    name: 'a field that belongs a level deeper is refused, with its place',
    spec: 'podSelector: {}\nfrom: []\nports: []',
    findings: [
      {
        code: 'unknown-field',
        severity: 'error',
        message: '`from` is not a field of `spec` of NetworkPolicy `shop/db`',
        help: 'move it into an entry of `ingress`; the API server refuses an unknown field, and a client that drops it leaves an object without what it says',
        at: 'spec.from (key)',
      },
      {
        code: 'unknown-field',
        severity: 'error',
        message: '`ports` is not a field of `spec` of NetworkPolicy `shop/db`',
        help: 'move it into an entry of `ingress` or into an entry of `egress`; the API server refuses an unknown field, and a client that drops it leaves an object without what it says',
        at: 'spec.ports (key)',
      },
    ],
  },
  {
    name: 'peers under the name of the other direction are refused, with what is left without them',
    spec: 'podSelector: {}\ningress: [{to: []}]\negress: [{from: []}]',
    findings: [
      {
        code: 'unknown-field',
        severity: 'error',
        message: '`to` is not a field of `spec.ingress[0]` of NetworkPolicy `shop/db`',
        help: 'the API server refuses an unknown field, and a client that drops it leaves a rule that admits everyone; the peers of `ingress` stand below `from`',
        at: 'spec.ingress.0.to (key)',
      },
      {
        code: 'unknown-field',
        severity: 'error',
        message: '`from` is not a field of `spec.egress[0]` of NetworkPolicy `shop/db`',
        help: 'the API server refuses an unknown field, and a client that drops it leaves a rule that lets traffic go everywhere; the peers of `egress` stand below `to`',
        at: 'spec.egress.0.from (key)',
      },
    ],
  },
  {
    name: 'a map where a list belongs is refused',
    spec: 'podSelector: {}\ningress:\n- from:\n    podSelector: {matchLabels: {app: a}}',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`spec.ingress[0].from` of NetworkPolicy `shop/db` must be a list, but it is a map',
        help: 'begin each entry of `from` with `- `',
        at: 'spec.ingress.0.from',
      },
    ],
  },
  {
    name: 'a list where a map belongs is refused',
    spec: 'podSelector: [{matchLabels: {app: a}}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`spec.podSelector` of NetworkPolicy `shop/db` must be a map, but it is a list',
        help: 'remove the `- ` below `podSelector`',
        at: 'spec.podSelector',
      },
    ],
  },
  {
    name: 'a policy type in the wrong case is refused',
    spec: 'podSelector: {}\npolicyTypes: [ingress]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message:
          '`spec.policyTypes[0]` of NetworkPolicy `shop/db` is `ingress`, but it can only be `Ingress` or `Egress`',
        help: 'did you mean `Ingress`?',
        at: 'spec.policyTypes.0',
      },
    ],
  },
  {
    name: 'a policy type that is no list is refused',
    spec: 'podSelector: {}\npolicyTypes: Ingress',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`spec.policyTypes` of NetworkPolicy `shop/db` must be a list, but it is the text `Ingress`',
        help: 'begin each entry of `policyTypes` with `- `',
        at: 'spec.policyTypes',
      },
    ],
  },
  {
    name: 'three policy types are refused',
    spec: 'podSelector: {}\npolicyTypes: [Ingress, Egress, Ingress]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`spec.policyTypes` of NetworkPolicy `shop/db` has more than 2 entries',
        help: 'remove the repeated ones',
        at: 'spec.policyTypes',
      },
    ],
  },
  {
    name: 'an empty peer is refused',
    spec: 'podSelector: {}\ningress:\n- from: [{}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: 'a peer names nobody, in NetworkPolicy `shop/db`',
        help: 'write `podSelector`, `namespaceSelector` or `ipBlock` in it (`podSelector: {}` is every pod of the namespace); a key without a value counts as absent',
        at: 'spec.ingress.0.from.0',
      },
    ],
  },
  {
    name: 'a peer whose only selector has no value is refused',
    spec: 'podSelector: {}\ningress:\n- from:\n  - podSelector:',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: 'a peer names nobody, in NetworkPolicy `shop/db`',
        help: 'write `podSelector`, `namespaceSelector` or `ipBlock` in it (`podSelector: {}` is every pod of the namespace); a key without a value counts as absent',
        at: 'spec.ingress.0.from.0',
      },
    ],
  },
  {
    name: 'an ipBlock beside a selector is refused',
    spec: 'podSelector: {}\ningress:\n- from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: 'a peer has both `ipBlock` and a selector, in NetworkPolicy `shop/db`',
        help: 'write them as two entries of the list: either of the two is then admitted',
        at: 'spec.ingress.0.from.0.ipBlock (key)',
      },
    ],
  },
  {
    name: 'a podSelector without a value is pointed out',
    spec: 'podSelector:\ningress: [{}]',
    findings: [
      {
        code: 'selects-everything',
        severity: 'warning',
        message: '`podSelector` of `shop/db` has no value, so it selects every pod of the namespace',
        help: 'write `podSelector: {}` if every pod is meant, else the labels below it',
        at: 'spec.podSelector (key)',
      },
    ],
  },
  {
    name: 'rules in a direction that is not governed are pointed out',
    spec: 'podSelector: {}\npolicyTypes: [Ingress]\negress: [{}]',
    findings: [
      {
        code: 'rules-without-effect',
        severity: 'warning',
        message: 'the egress rules of `shop/db` have no effect, because its `policyTypes` do not list `Egress`',
        help: 'add `Egress` to `policyTypes`, or remove the rules',
        at: 'spec.egress (key)',
        related: [{ at: 'spec.policyTypes', message: '`Egress` is not listed here' }],
      },
    ],
  },
  {
    name: 'every mistake is its own finding',
    spec: 'podSelector: {matchLabels: {version: 1.0}}\npolicyTypes: [egress]\ningres: []\negress:\n- to: [{}]\n  ports: [{port: 0}, {protocol: udp}]',
    findings: [
      {
        code: 'unknown-field',
        severity: 'error',
        message: '`ingres` is not a field of `spec` of NetworkPolicy `shop/db`',
        help: 'did you mean `ingress`? the API server refuses an unknown field, and a client that drops it leaves a policy that admits no ingress',
        at: 'spec.ingres (key)',
      },
      {
        code: 'not-a-string',
        severity: 'error',
        message:
          '`spec.podSelector.matchLabels.version` of NetworkPolicy `shop/db` must be a string, but it is the number 1',
        help: 'without quotes kubectl reads it as the number 1, and the API server refuses that; put the text in quotes',
        at: 'spec.podSelector.matchLabels.version',
      },
      {
        code: 'invalid-field',
        severity: 'error',
        message:
          '`spec.policyTypes[0]` of NetworkPolicy `shop/db` is `egress`, but it can only be `Ingress` or `Egress`',
        help: 'did you mean `Egress`?',
        at: 'spec.policyTypes.0',
      },
      {
        code: 'invalid-field',
        severity: 'error',
        message:
          '`spec.egress[0].ports[1].protocol` of NetworkPolicy `shop/db` is `udp`, but it can only be `TCP`, `UDP` or `SCTP`',
        help: 'did you mean `UDP`?',
        at: 'spec.egress.0.ports.1.protocol',
      },
      {
        code: 'invalid-field',
        severity: 'error',
        message: 'a peer names nobody, in NetworkPolicy `shop/db`',
        help: 'write `podSelector`, `namespaceSelector` or `ipBlock` in it (`podSelector: {}` is every pod of the namespace); a key without a value counts as absent',
        at: 'spec.egress.0.to.0',
      },
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`port` is 0, but a port is a number from 1 to 65535, in NetworkPolicy `shop/db`',
        help: 'write a number from 1 to 65535',
        at: 'spec.egress.0.ports.0.port',
      },
    ],
  },
];

describe('the shape of a policy', () => {
  it.each(cases)('$name', ({ spec, findings }) => {
    const { networkPolicies, opaquePolicies, findings: found } = readText(policyText(spec));
    expect(found.map(flatten)).toEqual(findings);
    const isRefused = findings.some(({ severity }) => severity === 'error');
    expect([networkPolicies.length, opaquePolicies.length]).toEqual(isRefused ? [0, 1] : [1, 0]);
  });
});
