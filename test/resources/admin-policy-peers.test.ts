import { describe } from 'vitest';
import { adminNetworkText, baselineText, clusterText } from './admin-text.ts';
import { itRefuses, type RefusedCase } from './refused-case.ts';

const ALL = 'subject: {namespaces: {}}';
const cluster = (rest: string) => clusterText(`tier: Admin\npriority: 1\n${ALL}\n${rest}`);
const adminNetwork = (rest: string) => adminNetworkText(`priority: 1\n${ALL}\n${rest}`);
const egress = (rule: string) => `egress: [${rule}]`;
const TO = 'to: [{namespaces: {}}]';
const many = (count: number, text: string) => Array.from({ length: count }, () => text).join(', ');

const cases: readonly RefusedCase[] = [
  {
    name: 'sameLabels is no longer a field',
    text: adminNetwork('ingress: [{action: Deny, from: [{namespaces: {sameLabels: [team]}}]}]'),
    findings: [
      {
        code: 'unknown-field',
        message: '`sameLabels` is not a field of `spec.ingress[0].from[0].namespaces` of AdminNetworkPolicy `p`',
        help: 'the API server refuses an unknown field, and a client that drops it leaves a peer that is every namespace; it was removed from the API in v0.1.7: write a selector with the labels themselves',
        at: 'spec.ingress.0.from.0.namespaces.sameLabels (key)',
      },
    ],
  },
  {
    name: 'notSameLabels is no longer a field',
    text: adminNetwork('ingress: [{action: Deny, from: [{namespaces: {notSameLabels: [team]}}]}]'),
    findings: [
      {
        code: 'unknown-field',
        message: '`notSameLabels` is not a field of `spec.ingress[0].from[0].namespaces` of AdminNetworkPolicy `p`',
        help: 'the API server refuses an unknown field, and a client that drops it leaves a peer that is every namespace; it was removed from the API in v0.1.7: write a selector with the labels themselves',
        at: 'spec.ingress.0.from.0.namespaces.notSameLabels (key)',
      },
    ],
  },
  {
    name: 'a rule needs an action',
    text: cluster(egress(`{${TO}}`)),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec.egress[0]` of ClusterNetworkPolicy `p` has no `action`',
        help: 'write `action`; the API server refuses it without',
        at: 'spec.egress.0',
      },
    ],
  },
  {
    name: 'a rule needs peers',
    text: cluster(egress('{action: Deny}')),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec.egress[0]` of ClusterNetworkPolicy `p` has no `to`',
        help: 'write `to`; the API server refuses it without',
        at: 'spec.egress.0',
      },
    ],
  },
  {
    name: 'a rule with an empty list of peers is refused',
    text: cluster(egress('{action: Deny, to: []}')),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` names nobody',
        help: 'list at least one peer below `to`; `namespaces: {}` is every pod of the cluster',
        at: 'spec.egress.0.to',
      },
    ],
  },
  {
    name: 'a peer that says nothing is refused',
    text: cluster(egress('{action: Deny, to: [{}]}')),
    findings: [
      {
        code: 'invalid-field',
        message: 'a peer of ClusterNetworkPolicy `p` names nobody',
        help: 'write exactly one of `namespaces`, `pods`, `networks`, `nodes` and `domainNames` in each entry',
        at: 'spec.egress.0.to.0',
      },
    ],
  },
  {
    name: 'a peer of two kinds is refused',
    text: cluster(egress('{action: Deny, to: [{namespaces: {}, networks: [10.0.0.0/8]}]}')),
    findings: [
      {
        code: 'invalid-field',
        message: 'a peer of ClusterNetworkPolicy `p` has `namespaces` and `networks`',
        help: 'write exactly one of `namespaces`, `pods`, `networks`, `nodes` and `domainNames` in each entry',
        at: 'spec.egress.0.to.0',
      },
    ],
  },
  {
    name: 'a peer of a NetworkPolicy is refused',
    text: cluster('ingress: [{action: Accept, from: [{podSelector: {}}]}]'),
    findings: [
      {
        code: 'unknown-field',
        message: '`podSelector` is not a field of `spec.ingress[0].from[0]` of ClusterNetworkPolicy `p`',
        help: 'move it below `pods`; the API server refuses an unknown field, and a client that drops it leaves an object without what it says',
        at: 'spec.ingress.0.from.0.podSelector (key)',
      },
    ],
  },
  {
    name: 'sources cannot be networks',
    text: cluster('ingress: [{action: Deny, from: [{networks: [0.0.0.0/0]}]}]'),
    findings: [
      {
        code: 'unknown-field',
        message: '`networks` is not a field of `spec.ingress[0].from[0]` of ClusterNetworkPolicy `p`',
        help: 'the API server refuses an unknown field, and a client that drops it leaves a peer that says nothing; as sources these policies take pods only, as destinations also addresses',
        at: 'spec.ingress.0.from.0.networks (key)',
      },
    ],
  },
  {
    name: 'a baseline of v1alpha1 cannot name domains',
    text: baselineText(`${ALL}\n${egress('{action: Allow, to: [{domainNames: [example.com]}]}')}`),
    findings: [
      {
        code: 'unknown-field',
        message: '`domainNames` is not a field of `spec.egress[0].to[0]` of BaselineAdminNetworkPolicy `default`',
        help: 'the API server refuses an unknown field, and a client that drops it leaves a peer that says nothing; they stand in `egress` of an AdminNetworkPolicy or a ClusterNetworkPolicy only',
        at: 'spec.egress.0.to.0.domainNames (key)',
      },
    ],
  },
  {
    name: 'domains cannot be refused',
    text: cluster(egress('{action: Deny, to: [{domainNames: [example.com]}]}')),
    findings: [
      {
        code: 'invalid-field',
        message: 'a rule of ClusterNetworkPolicy `p` refuses or passes `domainNames`',
        help: 'domain names can only be allowed; refuse everything else in a rule below',
        at: 'spec.egress.0.to.0.domainNames',
      },
    ],
  },
  {
    name: 'a domain name is one',
    text: cluster(egress("{action: Accept, to: [{domainNames: ['api.*.com']}]}")),
    findings: [
      {
        code: 'invalid-field',
        message: '`api.*.com` is not a domain name, in ClusterNetworkPolicy `p`',
        help: 'write a full name like `api.example.com`, or `*.example.com` for all names below it',
        at: 'spec.egress.0.to.0.domainNames.0',
      },
    ],
  },
  {
    name: 'a network is a CIDR',
    text: cluster(egress('{action: Deny, to: [{networks: [10.0.0.300/8]}]}')),
    findings: [
      {
        code: 'invalid-field',
        message: '`10.0.0.300/8` is not a CIDR, in ClusterNetworkPolicy `p`',
        help: '`10.0.0.300` is not an IPv4 or IPv6 address',
        at: 'spec.egress.0.to.0.networks.0',
      },
    ],
  },
  {
    name: 'networks must not be empty',
    text: cluster(egress('{action: Deny, to: [{networks: []}]}')),
    findings: [
      {
        code: 'invalid-field',
        message: '`networks` of a peer of ClusterNetworkPolicy `p` is empty',
        help: 'list at least one, or remove the peer',
        at: 'spec.egress.0.to.0.networks',
      },
    ],
  },
  {
    name: 'a rule has a short name',
    text: cluster(egress(`{name: ${'x'.repeat(101)}, action: Deny, ${TO}}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'the name of a rule of ClusterNetworkPolicy `p` has 101 characters',
        help: 'write at most 100',
        at: 'spec.egress.0.name',
      },
    ],
  },
  {
    name: 'v1alpha2 takes 25 rules',
    text: cluster(egress(many(26, `{action: Deny, ${TO}}`))),
    findings: [
      {
        code: 'invalid-field',
        message: 'ClusterNetworkPolicy `p` has 26 egress rules, but there can be at most 25',
        help: 'split it into several',
        at: 'spec.egress',
      },
    ],
  },
  {
    name: 'v1alpha1 takes 100 rules',
    text: adminNetwork(egress(many(101, `{action: Deny, ${TO}}`))),
    findings: [
      {
        code: 'invalid-field',
        message: 'AdminNetworkPolicy `p` has 101 egress rules, but there can be at most 100',
        help: 'split it into several',
        at: 'spec.egress',
      },
    ],
  },
  {
    name: 'v1alpha2 takes 25 peers',
    text: cluster(egress(`{action: Deny, to: [${many(26, '{namespaces: {}}')}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'ClusterNetworkPolicy `p` has 26 peers of a rule, but there can be at most 25',
        help: 'split it into several',
        at: 'spec.egress.0.to',
      },
    ],
  },
  {
    name: 'a peer takes 25 networks',
    text: adminNetwork(egress(`{action: Deny, to: [{networks: [${many(26, '10.0.0.0/8')}]}]}`)),
    findings: [
      {
        code: 'invalid-field',
        message: 'AdminNetworkPolicy `p` has 26 `networks` of a peer, but there can be at most 25',
        help: 'split it into several',
        at: 'spec.egress.0.to.0.networks',
      },
    ],
  },
  {
    name: 'a selector is checked',
    text: cluster(egress('{action: Deny, to: [{namespaces: {matchExpressions: [{key: team, operator: In}]}}]}')),
    findings: [
      {
        code: 'invalid-field',
        message: '`In` on the label `team` has no values, in ClusterNetworkPolicy `p`',
        help: 'list at least one value below `values`, or write `Exists`',
        at: 'spec.egress.0.to.0.namespaces.matchExpressions.0',
      },
    ],
  },
  {
    name: 'a label that is no text is refused',
    text: cluster(egress('{action: Deny, to: [{namespaces: {matchLabels: {on: true}}}]}')),
    findings: [
      {
        code: 'not-a-string',
        message:
          '`spec.egress[0].to[0].namespaces.matchLabels.true` of ClusterNetworkPolicy `p` must be a string, but it is the boolean true',
        help: 'without quotes kubectl reads it as the boolean true, and the API server refuses that; put the text in quotes',
        at: 'spec.egress.0.to.0.namespaces.matchLabels.true',
      },
    ],
  },
];

describe('what the API server refuses in the rules and peers of an admin policy', () => {
  itRefuses(cases);
});
