import { describe, expect, it } from 'vitest';
import { adminNetworkText, baselineText, clusterText } from './admin-text.ts';
import { flatten, readText } from './read-text.ts';

const ALL = 'subject: {namespaces: {}}';

describe('an admin policy that the API server takes', () => {
  it('of v1alpha2 is read whole', () => {
    const { adminPolicies, findings } = readText(
      clusterText(`
tier: Baseline
priority: 1000
subject: {pods: {namespaceSelector: {matchLabels: {team: red}}, podSelector: {}}}
ingress:
- name: from-everyone
  action: Accept
  from: [{namespaces: {}}]
egress:
- action: Pass
  to: [{networks: [10.0.0.1/8, '2001:db8::/32']}, {nodes: {}}]
  protocols: [{tcp: {destinationPort: {number: 80}}}, {sctp: {destinationPort: {range: {start: 1, end: 9}}}}]
- action: Accept
  to: [{domainNames: ['*.example.com', example.com.]}]
`),
    );
    expect(findings).toEqual([]);
    expect(adminPolicies).toMatchObject([
      {
        kind: 'ClusterNetworkPolicy',
        name: 'p',
        tier: 'baseline',
        priority: 1000,
        subject: {
          namespaceSelector: { requirements: [{ key: 'team', operator: 'In', values: ['red'] }] },
          podSelector: { requirements: [] },
        },
        rules: {
          ingress: [{ name: 'from-everyone', action: 'allow', peers: [{ kind: 'pods' }], ports: 'everything' }],
          egress: [
            {
              action: 'pass',
              peers: [{ kind: 'networks', text: '10.0.0.1/8, 2001:db8::/32' }, { kind: 'nodes' }],
              ports: [
                { kind: 'range', protocol: 'TCP', first: 80, last: 80 },
                { kind: 'range', protocol: 'SCTP', first: 1, last: 9 },
              ],
            },
            { action: 'allow', peers: [{ kind: 'domainNames', names: ['*.example.com', 'example.com.'] }] },
          ],
        },
      },
    ]);
  });

  it('of v1alpha1 means TCP where it names no protocol', () => {
    const { adminPolicies, findings } = readText(
      adminNetworkText(`
priority: 0
${ALL}
ingress:
- action: Deny
  from: [{namespaces: {}}]
  ports: [{portNumber: {port: 80}}, {portRange: {protocol: UDP, start: 53, end: 53}}, {namedPort: http}]
`),
    );
    expect(findings).toEqual([]);
    expect(adminPolicies).toMatchObject([
      {
        tier: 'admin',
        priority: 0,
        rules: {
          ingress: [
            {
              action: 'deny',
              ports: [
                { kind: 'range', protocol: 'TCP', first: 80, last: 80 },
                { kind: 'range', protocol: 'UDP', first: 53, last: 53 },
                { kind: 'name', name: 'http' },
              ],
            },
          ],
        },
      },
    ]);
  });

  it('is found in a dump of a cluster, with what the cluster wrote into it', () => {
    const item = {
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'BaselineAdminNetworkPolicy',
      metadata: { name: 'default', uid: 'u', generation: 3, managedFields: [{ manager: 'kubectl' }] },
      spec: { subject: { namespaces: {} }, ingress: null },
      status: { conditions: [] },
    };
    const { adminPolicies, findings } = readText(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [item] }));
    expect(findings).toEqual([]);
    expect(adminPolicies).toMatchObject([{ tier: 'baseline', rules: { ingress: [], egress: [] } }]);
  });

  it('is one object whatever namespace somebody wrote into it', () => {
    const text = baselineText(ALL);
    const placed = text.replace('name: default', 'name: default, namespace: shop');
    const { adminPolicies, findings } = readText(`${text}---\n${placed}`);
    expect([adminPolicies.length, findings]).toEqual([1, []]);
  });
});

describe('an admin policy that may not be what it seems', () => {
  it('is of unknown effect where there are two texts of it', () => {
    const { adminPolicies, opaquePolicies, findings } = readText(
      `${baselineText(ALL)}---\n${baselineText(`${ALL}\negress: [{action: Deny, to: [{namespaces: {}}]}]`)}`,
    );
    expect([adminPolicies, opaquePolicies.map(({ why }) => why)]).toEqual([
      [],
      ['it is defined twice with different texts'],
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['duplicate-object']);
  });

  it('is of unknown effect in a version that is not served', () => {
    const { adminPolicies, opaquePolicies, findings } = readText(
      adminNetworkText(`priority: 1\n${ALL}`).replace('v1alpha1', 'v1alpha2'),
    );
    expect([adminPolicies, opaquePolicies.length]).toEqual([[], 1]);
    expect(findings.map(flatten)).toEqual([
      {
        code: 'unsupported-version',
        severity: 'error',
        message:
          'AdminNetworkPolicy `p` has the `apiVersion` `policy.networking.k8s.io/v1alpha2`, which the API server does not serve',
        help: 'write `apiVersion: policy.networking.k8s.io/v1alpha1`',
        at: 'apiVersion',
      },
    ]);
  });

  it.each(['AdminNetworkPolicyy', 'adminnetworkpolicy', 'BaselineAdminNetworkPolicies', 'ClusterNetworkPolcy'])(
    'is of unknown effect, for the whole cluster, as a %s',
    (kind) => {
      const { opaquePolicies, findings } = readText(
        adminNetworkText(`priority: 1\n${ALL}`).replace('kind: AdminNetworkPolicy', `kind: ${kind}`),
      );
      expect(opaquePolicies.map(({ namespace, effect }) => [namespace, effect])).toEqual([[undefined, 'either']]);
      expect(findings.map(({ severity }) => severity)).toEqual(['error']);
    },
  );

  it('is of unknown effect where a hook makes it', () => {
    const { opaquePolicies } = readText(
      baselineText(ALL).replace('name: default', "name: default, annotations: {helm.sh/hook: 'pre-install'}"),
    );
    expect(opaquePolicies.map(({ why }) => why)).toEqual([
      'it is made by a Helm hook, and may be there for a while only',
    ]);
  });
});
