import { describe, expect, it } from 'vitest';
import { flatten, readText } from './read-text.ts';

function object(apiVersion: string, kind: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: p, namespace: shop}\nspec: {}\n`;
}

describe('policies that are not evaluated', () => {
  it.each([
    ['projectcalico.org/v3', 'NetworkPolicy', 'shop', 'either', 'ingress egress'],
    ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy', undefined, 'either', 'ingress egress'],
    ['cilium.io/v2', 'CiliumNetworkPolicy', 'shop', 'either', 'ingress egress'],
    ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy', undefined, 'either', 'ingress egress'],
    ['crd.antrea.io/v1beta1', 'NetworkPolicy', 'shop', 'either', 'ingress egress'],
    ['security.istio.io/v1', 'AuthorizationPolicy', 'shop', 'restrict', 'ingress'],
    ['security.istio.io/v1', 'PeerAuthentication', 'shop', 'restrict', 'ingress'],
    ['k8s.ovn.org/v1', 'EgressFirewall', 'shop', 'restrict', 'egress'],
    ['k8s.ovn.org/v1', 'UserDefinedNetwork', 'shop', 'restrict', 'ingress egress'],
    ['network.openshift.io/v1', 'EgressNetworkPolicy', 'shop', 'restrict', 'egress'],
    ['networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy', undefined, 'either', 'ingress egress'],
    ['networking.gke.io/v1alpha3', 'FQDNNetworkPolicy', 'shop', 'either', 'egress'],
    ['policy.linkerd.io/v1beta3', 'Server', 'shop', 'restrict', 'ingress'],
    ['kuma.io/v1alpha1', 'MeshTrafficPermission', undefined, 'restrict', 'ingress egress'],
    ['consul.hashicorp.com/v1alpha1', 'ServiceIntentions', undefined, 'restrict', 'ingress'],
    ['foo.io/v1', 'NetworkPolicy', undefined, 'either', 'ingress egress'],
    ['networking.k8s.io/v1', 'networkpolicy', undefined, 'either', 'ingress egress'],
    ['foo.io/v1', 'TeamNetworkPolicy', undefined, 'either', 'ingress egress'],
    ['extensions/v1beta1', 'NetworkPolicy', 'shop', 'either', 'ingress egress'],
    ['v1', 'NetworkPolicy', 'shop', 'either', 'ingress egress'],
    ['networking.k8s.io/v2', 'NetworkPolicy', 'shop', 'either', 'ingress egress'],
  ])('%s %s stays with its reach: %s, %s, %s', (apiVersion, kind, namespace, effect, directions) => {
    const { opaquePolicies, networkPolicies, findings } = readText(object(apiVersion, kind));
    expect(opaquePolicies.map((policy) => [policy.namespace, policy.effect, policy.directions.join(' ')])).toEqual([
      [namespace, effect, directions],
    ]);
    expect(networkPolicies).toEqual([]);
    expect(findings.map(({ severity }) => severity)).toEqual(['error']);
  });

  it('are errors at their kind', () => {
    const { findings } = readText(object('cilium.io/v2', 'CiliumNetworkPolicy'));
    expect(findings.map(flatten)).toEqual([
      {
        code: 'not-modelled',
        severity: 'error',
        message: 'CiliumNetworkPolicy `shop/p` of `cilium.io/v2` is a policy that is not evaluated',
        help: 'claims about what it may govern stay undecided; take it out of the manifests under check if it is never applied there',
        at: 'kind (key)',
      },
    ]);
  });

  it('are told apart from NetworkPolicy by their group', () => {
    const { findings } = readText(object('foo.io/v1', 'NetworkPolicy'));
    expect(findings.map(flatten)).toEqual([
      {
        code: 'not-modelled',
        severity: 'error',
        message: 'NetworkPolicy `shop/p` of `foo.io/v1` looks like a policy, but its kind and group are not known',
        help: 'write `kind: NetworkPolicy` and `apiVersion: networking.k8s.io/v1` if that is meant; claims about what it may govern stay undecided',
        at: 'kind (key)',
      },
    ]);
  });

  it('of Istio reach the whole mesh from its root namespace', () => {
    const text = object('security.istio.io/v1', 'AuthorizationPolicy').replace('shop', 'istio-system');
    expect(readText(text).opaquePolicies.map(({ namespace }) => namespace)).toEqual([undefined]);
  });
});

describe('kinds of other dialects without an effect of their own', () => {
  it.each([
    ['projectcalico.org/v3', 'StagedNetworkPolicy', 'staged policies are never enforced'],
    ['projectcalico.org/v3', 'NetworkSet', 'only names addresses or pods for policies, which are reported themselves'],
    ['cilium.io/v2', 'CiliumCIDRGroup', 'only names addresses or pods for policies, which are reported themselves'],
  ])('%s %s stands in the ledger with the reason', (apiVersion, kind, why) => {
    const { opaquePolicies, findings, ledger } = readText(object(apiVersion, kind));
    expect([opaquePolicies, findings]).toEqual([[], []]);
    expect(ledger[0]?.ignored).toEqual([{ what: `${kind} shop/p`, why }]);
  });

  it('say so where they are policies of another network', () => {
    const { opaquePolicies, findings } = readText(object('k8s.cni.cncf.io/v1beta1', 'MultiNetworkPolicy'));
    expect(opaquePolicies).toEqual([]);
    expect(findings.map(flatten)).toEqual([
      {
        code: 'not-modelled',
        severity: 'notice',
        message:
          'MultiNetworkPolicy `shop/p` has no part in the verdict: it governs secondary networks only; the default network of the pods is what is judged',
        help: 'nothing needs to change',
        at: 'kind (pair)',
      },
    ]);
  });
});
