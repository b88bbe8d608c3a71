import { describe, expect, it } from 'vitest';
import type { Dataplane } from '../../src/cluster/dataplane-profile.ts';
import { parseAddress } from '../../src/sets/address-set.ts';
import { adminNetworkPolicy, clusterPolicy, namespace, networkPolicy, workload, worldOf } from '../support/worlds.ts';
import { range, verdictOn, verdicts } from './verdicts.ts';

const PODS = range('10.244.0.0/16');
const NODES = range('192.168.0.0/24');
const NODE = '192.168.0.5';
const OUTSIDE = '203.0.113.9';
const OBJECTS = [
  namespace('shop'),
  workload('shop/web', { app: 'web' }),
  workload('shop/api', { app: 'api' }, [{ name: 'http', containerPort: 443 }]),
  workload('shop/agent', { app: 'agent' }, [], { hostNetwork: true }),
];
const EVERY = 'none calico cilium antrea ovn-kubernetes kube-router kube-network-policies aws-vpc-cni gke-dataplane-v2';

interface Facts {
  readonly knowsNodes?: boolean;
}

/** The verdict of every plugin on `from` to `to`, pods or addresses. */
function under(objects: readonly unknown[], from: string, to: string, { knowsNodes = true }: Facts = {}) {
  const cuts = [OUTSIDE, NODE].map((text) => range(`${text}/32`));
  return verdicts((dataplane) => {
    const world = worldOf([...OBJECTS, ...objects], {
      assume: { podCIDRs: PODS, ...(knowsNodes && { nodeCIDRs: NODES }), ...(dataplane && { dataplane }) },
      cuts,
    });
    const idOf = (name: string): string => {
      if (name.includes('/')) return name;
      const address = parseAddress(name);
      const found = world.cluster.endpoints.find(
        (endpoint) => endpoint.kind === 'addresses' && endpoint.first === address,
      );
      return found?.id ?? name;
    };
    return world.decide(idOf(from), idOf(to));
  });
}

const egress = (...rules: readonly object[]) => clusterPolicy('out', 'Admin', 1, { egress: rules });
const olderEgress = (...rules: readonly object[]) => adminNetworkPolicy('out', 1, { egress: rules });
const DENY_REST = { action: 'Deny', to: [{ networks: ['0.0.0.0/0', '::/0'] }] };

describe('which plugin enforces a kind', () => {
  it('decides whether a ClusterNetworkPolicy is relied upon', () => {
    const deny = clusterPolicy('out', 'Admin', 1, { egress: [{ action: 'Deny', to: [{ namespaces: {} }] }] });
    expect(under([deny], 'shop/web', 'shop/api')).toEqual({
      denied: 'none calico cilium antrea kube-network-policies gke-dataplane-v2',
      undecided: 'ovn-kubernetes kube-router aws-vpc-cni',
    });
  });

  it('decides whether an AdminNetworkPolicy is relied upon', () => {
    const deny = olderEgress({ action: 'Deny', to: [{ namespaces: {} }] });
    expect(under([deny], 'shop/web', 'shop/api')).toEqual({
      denied: 'none calico antrea ovn-kubernetes kube-network-policies',
      undecided: 'cilium kube-router aws-vpc-cni gke-dataplane-v2',
    });
  });

  it('is asked nothing where the policy has no say', () => {
    const deny = clusterPolicy('in', 'Admin', 1, {
      egress: [{ action: 'Deny', to: [{ networks: ['198.51.100.0/24'] }] }],
    });
    expect(under([deny], 'shop/web', 'shop/api')).toEqual({ allowed: EVERY });
  });

  it('leaves open an AdminNetworkPolicy above priority 99 on OVN-Kubernetes, which leaves it out', () => {
    const deny = (priority: number) =>
      adminNetworkPolicy('out', priority, { egress: [{ action: 'Deny', to: [{ namespaces: {} }] }] });
    const on = (priority: number, dataplane: Dataplane) =>
      verdictOn(worldOf([...OBJECTS, deny(priority)], { assume: { dataplane } }).decide('shop/web', 'shop/api'), 443);
    expect([on(99, 'ovn-kubernetes'), on(100, 'ovn-kubernetes'), on(100, 'calico')]).toEqual([
      'denied',
      'undecided',
      'denied',
    ]);
  });
});

describe('a networks peer', () => {
  it('means pods too, by the text of the API, which Cilium does not follow', () => {
    expect(under([egress(DENY_REST)], 'shop/web', 'shop/api')).toEqual({
      denied: 'calico antrea kube-network-policies',
      undecided: 'none cilium ovn-kubernetes kube-router aws-vpc-cni gke-dataplane-v2',
    });
  });

  it('of one family leaves the other alone', () => {
    const deny = (cidr: string) => egress({ action: 'Deny', to: [{ networks: [cidr] }] });
    expect(under([deny('::/0')], 'shop/web', OUTSIDE)).toEqual({ allowed: EVERY });
    expect(under([deny('0.0.0.0/0')], 'shop/web', OUTSIDE)).toMatchObject({
      denied: 'none calico cilium antrea kube-network-policies gke-dataplane-v2',
    });
  });
});

describe('a nodes peer', () => {
  const denyNodes = egress({ action: 'Deny', to: [{ nodes: {} }] });

  it('that is refused fails closed, is enforced, or leaves everything open, by the plugin', () => {
    expect(under([denyNodes], 'shop/web', 'shop/api')).toEqual({
      allowed: 'kube-network-policies',
      denied: 'calico',
      undecided: 'none cilium antrea ovn-kubernetes kube-router aws-vpc-cni gke-dataplane-v2',
    });
    expect(under([denyNodes], 'shop/web', NODE)).toMatchObject({ denied: 'calico kube-network-policies' });
    expect(under([denyNodes], 'shop/web', 'shop/agent')).toMatchObject({ denied: 'calico kube-network-policies' });
  });

  it('of v1alpha1 is enforced by OVN-Kubernetes, and by kube-network-policies in another way', () => {
    const older = olderEgress({ action: 'Deny', to: [{ nodes: {} }] });
    expect(under([older], 'shop/web', NODE)).toEqual({
      denied: 'calico ovn-kubernetes',
      undecided: 'none cilium antrea kube-router kube-network-policies aws-vpc-cni gke-dataplane-v2',
    });
  });

  it('of an accepting rule takes its other peers with it where it fails closed', () => {
    const accept = { action: 'Accept', to: [{ namespaces: {} }, { nodes: {} }] };
    const denyPods = { action: 'Deny', to: [{ namespaces: {} }] };
    expect(under([egress(accept, denyPods)], 'shop/web', 'shop/api')).toMatchObject({
      denied: 'calico',
      allowed: 'kube-network-policies',
    });
  });

  it('that picks nodes by labels is open, because manifests do not show those', () => {
    const some = egress({ action: 'Deny', to: [{ nodes: { matchLabels: { role: 'edge' } } }] });
    expect(under([some], 'shop/web', NODE)).not.toHaveProperty('allowed');
    expect(under([some], 'shop/web', NODE)).toMatchObject({ denied: 'calico' });
    expect(under([some], 'shop/web', OUTSIDE)).toMatchObject({ allowed: 'kube-network-policies' });
  });

  it('may mean any address as long as nobody states those of the nodes', () => {
    const mixed = egress({ action: 'Accept', to: [{ nodes: {} }] }, DENY_REST);
    expect(under([mixed], 'shop/web', OUTSIDE)).toMatchObject({ denied: 'calico kube-network-policies' });
    expect(under([mixed], 'shop/web', OUTSIDE, { knowsNodes: false })).toMatchObject({ denied: 'calico' });
  });
});

describe('a domainNames peer', () => {
  const accept = egress({ action: 'Accept', to: [{ domainNames: ['*.example.com'] }] }, DENY_REST);

  it('may mean any address outside, and no pod', () => {
    expect(under([accept], 'shop/web', OUTSIDE)).toEqual({
      denied: 'calico',
      undecided: EVERY.replace('calico ', ''),
    });
    expect(under([accept], 'shop/web', 'shop/api')).toMatchObject({ denied: 'calico kube-network-policies' });
  });
});

describe('a pod in the network of its node', () => {
  it('is neither subject nor peer of an admin policy', () => {
    const both = clusterPolicy('all', 'Admin', 1, {
      ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
      egress: [{ action: 'Deny', to: [{ namespaces: {} }] }],
    });
    expect(under([both], 'shop/agent', 'shop/api')).toEqual({ allowed: EVERY });
    expect(under([both], 'shop/web', 'shop/agent')).toEqual({ allowed: EVERY });
  });
});

describe('a named port', () => {
  const rule = (action: string) =>
    egress({ action, to: [{ namespaces: {} }], protocols: [{ destinationNamedPort: 'http' }] });

  it('is the port that the destination calls so, with its protocol', () => {
    const decision = worldOf([...OBJECTS, rule('Deny')]).decide('shop/web', 'shop/api');
    expect([verdictOn(decision, 443), verdictOn(decision, 80), verdictOn(decision, 443, 'UDP')]).toEqual([
      'denied',
      'allowed',
      'allowed',
    ]);
  });

  it('of v1alpha1 is not relied upon on kube-network-policies, which may take it for every port', () => {
    const allow = olderEgress({ action: 'Allow', to: [{ namespaces: {} }], ports: [{ namedPort: 'http' }] });
    const deny = networkPolicy('shop/web', { podSelector: {}, policyTypes: ['Egress'] });
    const on = (dataplane: Dataplane) => {
      const decision = worldOf([...OBJECTS, allow, deny], { assume: { dataplane } }).decide('shop/web', 'shop/api');
      return [verdictOn(decision, 443), verdictOn(decision, 80)];
    };
    expect(on('calico')).toEqual(['allowed', 'denied']);
    expect(on('kube-network-policies')).toEqual(['undecided', 'undecided']);
  });

  it('does not keep a NetworkPolicy from refusing the rest', () => {
    const closed = networkPolicy('shop/api', { podSelector: {}, policyTypes: ['Egress'] });
    const decision = worldOf([...OBJECTS, rule('Accept'), closed]).decide('shop/web', 'shop/api');
    expect([verdictOn(decision, 443), verdictOn(decision, 80)]).toEqual(['allowed', 'denied']);
  });
});
