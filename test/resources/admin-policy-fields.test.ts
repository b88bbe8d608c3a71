import { describe } from 'vitest';
import { adminNetworkText, baselineText, clusterText } from './admin-text.ts';
import { itRefuses, type RefusedCase } from './refused-case.ts';

const ALL = 'subject: {namespaces: {}}';
const cluster = (rest: string) => clusterText(`tier: Admin\npriority: 1\n${ALL}\n${rest}`);
const adminNetwork = (rest: string) => adminNetworkText(`priority: 1\n${ALL}\n${rest}`);
const egress = (rule: string) => `egress: [${rule}]`;
const TO = 'to: [{namespaces: {}}]';

const cases: readonly RefusedCase[] = [
  {
    name: 'a ClusterNetworkPolicy that says Allow means Accept',
    text: cluster(egress(`{action: Allow, ${TO}}`)),
    findings: [
      {
        code: 'invalid-field',
        message:
          '`spec.egress[0].action` of ClusterNetworkPolicy `p` is `Allow`, but it can only be `Accept`, `Deny` or `Pass`',
        help: 'did you mean `Accept`?',
        at: 'spec.egress.0.action',
      },
    ],
  },
  {
    name: 'an AdminNetworkPolicy that says Accept means Allow',
    text: adminNetwork(egress(`{action: Accept, ${TO}}`)),
    findings: [
      {
        code: 'invalid-field',
        message:
          '`spec.egress[0].action` of AdminNetworkPolicy `p` is `Accept`, but it can only be `Allow`, `Deny` or `Pass`',
        help: 'did you mean `Allow`?',
        at: 'spec.egress.0.action',
      },
    ],
  },
  {
    name: 'a baseline cannot pass',
    text: baselineText(`${ALL}\n${egress(`{action: Pass, ${TO}}`)}`),
    findings: [
      {
        code: 'invalid-field',
        message:
          '`spec.egress[0].action` of BaselineAdminNetworkPolicy `default` is `Pass`, but it can only be `Allow` or `Deny`',
        help: 'write `Allow` or `Deny`',
        at: 'spec.egress.0.action',
      },
    ],
  },
  {
    name: 'an action in lower case is refused',
    text: cluster(egress(`{action: deny, ${TO}}`)),
    findings: [
      {
        code: 'invalid-field',
        message:
          '`spec.egress[0].action` of ClusterNetworkPolicy `p` is `deny`, but it can only be `Accept`, `Deny` or `Pass`',
        help: 'did you mean `Deny`?',
        at: 'spec.egress.0.action',
      },
    ],
  },
  {
    name: 'a tier in lower case is refused',
    text: clusterText(`tier: admin\npriority: 1\n${ALL}`),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec.tier` of ClusterNetworkPolicy `p` is `admin`, but it can only be `Admin` or `Baseline`',
        help: 'did you mean `Admin`?',
        at: 'spec.tier',
      },
    ],
  },
  {
    name: 'a ClusterNetworkPolicy needs a tier',
    text: clusterText(`priority: 1\n${ALL}`),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec` of ClusterNetworkPolicy `p` has no `tier`',
        help: 'write `tier`; the API server refuses it without',
        at: 'spec',
      },
    ],
  },
  {
    name: 'a policy needs a priority',
    text: clusterText(`tier: Admin\n${ALL}`),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec` of ClusterNetworkPolicy `p` has no `priority`',
        help: 'write `priority`; the API server refuses it without',
        at: 'spec',
      },
    ],
  },
  {
    name: 'a priority above 1000 is refused',
    text: adminNetworkText(`priority: 1001\n${ALL}`),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec.priority` of AdminNetworkPolicy `p` is 1001, but a priority is a number from 0 to 1000',
        help: 'write a number from 0 (first) to 1000 (last)',
        at: 'spec.priority',
      },
    ],
  },
  {
    name: 'a priority below 0 is refused',
    text: clusterText(`tier: Baseline\npriority: -1\n${ALL}`),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec.priority` of ClusterNetworkPolicy `p` is -1, but a priority is a number from 0 to 1000',
        help: 'write a number from 0 (first) to 1000 (last)',
        at: 'spec.priority',
      },
    ],
  },
  {
    name: 'a priority in quotes is refused',
    text: clusterText(`tier: Admin\npriority: '5'\n${ALL}`),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec.priority` of ClusterNetworkPolicy `p` must be a whole number, but it is the text `5`',
        help: 'remove the quotes or write a number',
        at: 'spec.priority',
      },
    ],
  },
  {
    name: 'a baseline has no priority',
    text: baselineText(`priority: 5\n${ALL}`),
    findings: [
      {
        code: 'unknown-field',
        message: '`priority` is not a field of `spec` of BaselineAdminNetworkPolicy `default`',
        help: 'the API server refuses an unknown field, and a client that drops it leaves an object without what it says',
        at: 'spec.priority (key)',
      },
    ],
  },
  {
    name: 'a policy needs a spec',
    text: 'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: p}\n',
    findings: [
      {
        code: 'invalid-field',
        message: 'AdminNetworkPolicy `p` has no `spec`',
        help: 'write `spec` with `subject` and rules',
        at: 'kind (pair)',
      },
    ],
  },
  {
    name: 'a policy needs a subject',
    text: clusterText('tier: Admin\npriority: 1'),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec` of ClusterNetworkPolicy `p` has no `subject`',
        help: 'write `subject`; the API server refuses it without',
        at: 'spec',
      },
    ],
  },
  {
    name: 'an empty subject is refused',
    text: clusterText('tier: Admin\npriority: 1\nsubject: {}'),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec.subject` of ClusterNetworkPolicy `p` selects nothing',
        help: 'write exactly one of `namespaces` and `pods`; `namespaces: {}` is every pod of the cluster',
        at: 'spec.subject',
      },
    ],
  },
  {
    name: 'a subject of two kinds is refused',
    text: clusterText(
      'tier: Admin\npriority: 1\nsubject: {namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}',
    ),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec.subject` of ClusterNetworkPolicy `p` has both `namespaces` and `pods`',
        help: 'write exactly one of `namespaces` and `pods`; `namespaces: {}` is every pod of the cluster',
        at: 'spec.subject',
      },
    ],
  },
  {
    name: 'a subject of pods needs both selectors',
    text: clusterText('tier: Admin\npriority: 1\nsubject: {pods: {podSelector: {}}}'),
    findings: [
      {
        code: 'invalid-field',
        message: '`spec.subject.pods` of ClusterNetworkPolicy `p` has no `namespaceSelector`',
        help: 'write `namespaceSelector`; the API server refuses it without',
        at: 'spec.subject.pods',
      },
    ],
  },
  {
    name: 'a selector is written directly below namespaces',
    text: clusterText('tier: Admin\npriority: 1\nsubject: {namespaces: {namespaceSelector: {}}}'),
    findings: [
      {
        code: 'unknown-field',
        message: '`namespaceSelector` is not a field of `spec.subject.namespaces` of ClusterNetworkPolicy `p`',
        help: 'the API server refuses an unknown field, and a client that drops it leaves a selector of every namespace; write what stands below it directly below `namespaces`',
        at: 'spec.subject.namespaces.namespaceSelector (key)',
      },
    ],
  },
  {
    name: 'a baseline is called default',
    text: baselineText(ALL, 'house-rules'),
    findings: [
      {
        code: 'invalid-field',
        message: 'BaselineAdminNetworkPolicy `house-rules` is not called `default`',
        help: 'write `name: default`; there is one BaselineAdminNetworkPolicy in a cluster',
        at: 'metadata.name',
      },
    ],
  },
  {
    name: 'a baseline has no generated name',
    text: baselineText(ALL).replace('name: default', 'generateName: default-'),
    findings: [
      {
        code: 'invalid-field',
        message: 'BaselineAdminNetworkPolicy `default-…` is not called `default`',
        help: 'write `name: default`; there is one BaselineAdminNetworkPolicy in a cluster',
        at: 'metadata.generateName',
      },
    ],
  },
];

describe('what the API server refuses in an admin policy itself', () => {
  itRefuses(cases);
});
