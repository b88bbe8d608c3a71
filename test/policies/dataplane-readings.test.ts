import { describe, expect, it } from 'vitest';
import type { Dataplane } from '../../src/cluster/dataplane-profile.ts';
import type { Decision } from '../../src/connectivity/decision.ts';
import type { AddressSet } from '../../src/sets/address-set.ts';
import { namespace, networkPolicy, workload, worldOf } from '../support/worlds.ts';
import { range, verdicts } from './verdicts.ts';

const OBJECTS = [namespace('shop'), workload('shop/web', { app: 'web' }), workload('shop/api', { app: 'api' })];
const egressTo = (...cidrs: readonly string[]): unknown =>
  networkPolicy('shop/web', {
    podSelector: { matchLabels: { app: 'web' } },
    policyTypes: ['Egress'],
    egress: [{ to: cidrs.map((cidr) => ({ ipBlock: { cidr } })) }],
  });

describe('an ipBlock and pods', () => {
  const judge = (cidrs: readonly string[], podCIDRs?: AddressSet) =>
    verdicts((dataplane) =>
      worldOf([...OBJECTS, egressTo(...cidrs)], {
        assume: { ...(dataplane && { dataplane }), ...(podCIDRs && { podCIDRs }) },
      }).decide('shop/web', 'shop/api'),
    );

  it('covers pods whose range lies in it where the plugin works on addresses', () => {
    expect(judge(['10.0.0.0/8'], range('10.244.0.0/16'))).toEqual({
      allowed: 'calico antrea ovn-kubernetes kube-router kube-network-policies aws-vpc-cni',
      denied: 'cilium gke-dataplane-v2',
      undecided: 'none',
    });
  });

  it('covers no pod whose range lies outside, whatever the plugin', () => {
    expect(judge(['192.168.0.0/16'], range('10.244.0.0/16'))).toEqual({
      denied: 'none calico cilium antrea ovn-kubernetes kube-router kube-network-policies aws-vpc-cni gke-dataplane-v2',
    });
  });

  it('leaves open whether it covers pods whose addresses nobody knows', () => {
    const open = 'none calico antrea ovn-kubernetes kube-router kube-network-policies aws-vpc-cni';
    expect(judge(['10.0.0.0/8'])).toEqual({ undecided: open, denied: 'cilium gke-dataplane-v2' });
    expect(judge(['0.0.0.0/0'])).toEqual({ undecided: open, denied: 'cilium gke-dataplane-v2' });
  });

  it('covers every pod where it is every address of both families', () => {
    expect(judge(['0.0.0.0/0', '::/0'])).toMatchObject({ denied: 'cilium gke-dataplane-v2', undecided: 'none' });
  });

  it('names the plugins that say yes and no', () => {
    const { sides } = worldOf([...OBJECTS, egressTo('10.0.0.0/8')], {
      assume: { podCIDRs: range('10.244.0.0/16') },
    }).decide('shop/web', 'shop/api');
    const doubts = sides.flatMap(({ steps }) => steps.flatMap(({ doubt }) => doubt?.why ?? []));
    expect(doubts[0]).toBe(
      'network plugins differ on whether an `ipBlock` matches pods whose address lies in it (yes: `calico`, `antrea`, `ovn-kubernetes`, `kube-router`, `kube-network-policies`, `aws-vpc-cni`; no: `cilium`, `gke-dataplane-v2`)',
    );
  });
});

const BY_ADDRESS = 'calico antrea ovn-kubernetes kube-router kube-network-policies';
const NODES_AND_PODS = { nodeCIDRs: range('10.1.0.0/16'), podCIDRs: range('10.244.0.0/16') };

describe('an ipBlock and addresses that are a part of the cluster', () => {
  const judge = (to: string) =>
    verdicts((dataplane) =>
      worldOf([...OBJECTS, egressTo('10.0.0.0/8')], {
        assume: { ...NODES_AND_PODS, ...(dataplane && { dataplane }) },
      }).decide('shop/web', to),
    );

  it('covers those of pods as it covers pods', () => {
    expect(judge('10.244.0.0-10.244.255.255')).toEqual({
      allowed: `${BY_ADDRESS} aws-vpc-cni`,
      denied: 'cilium gke-dataplane-v2',
      undecided: 'none',
    });
  });

  it('covers those of nodes as it covers nodes', () => {
    expect(judge('10.1.0.0-10.1.255.255')).toEqual({
      allowed: BY_ADDRESS,
      denied: 'cilium gke-dataplane-v2',
      undecided: 'none aws-vpc-cni',
    });
  });

  it('covers those outside whatever the plugin', () => {
    expect(judge('10.0.0.0-10.0.255.255')).toEqual({
      allowed: `none calico cilium antrea ovn-kubernetes kube-router kube-network-policies aws-vpc-cni gke-dataplane-v2`,
    });
  });
});

describe('a pod in the network of its node', () => {
  const agent = workload('shop/agent', { app: 'agent' }, [], { hostNetwork: true });
  const denyAll = (app: string): unknown =>
    networkPolicy(`shop/${app}`, { podSelector: { matchLabels: { app } }, policyTypes: ['Ingress', 'Egress'] });

  it('is not governed by policies that select it, as far as is known', () => {
    const judge = (dataplane: Dataplane | undefined): Decision =>
      worldOf([...OBJECTS, agent, denyAll('agent')], { assume: dataplane ? { dataplane } : {} }).decide(
        'shop/agent',
        'shop/api',
      );
    expect(verdicts(judge)).toEqual({
      allowed: 'calico cilium antrea ovn-kubernetes kube-network-policies aws-vpc-cni gke-dataplane-v2',
      undecided: 'none kube-router',
    });
  });

  it('is not meant by selectors, where that is known', () => {
    const fromAgent = networkPolicy('shop/api', {
      podSelector: { matchLabels: { app: 'api' } },
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'agent' } } }] }],
    });
    const judge = (dataplane: Dataplane | undefined): Decision =>
      worldOf([...OBJECTS, agent, fromAgent], { assume: dataplane ? { dataplane } : {} }).decide(
        'shop/agent',
        'shop/api',
      );
    expect(verdicts(judge)).toEqual({
      denied: 'calico cilium antrea kube-network-policies gke-dataplane-v2',
      undecided: 'none ovn-kubernetes kube-router aws-vpc-cni',
    });
  });

  it('has the address of a node for an ipBlock', () => {
    const fromRange = networkPolicy('shop/api', {
      podSelector: { matchLabels: { app: 'api' } },
      ingress: [{ from: [{ ipBlock: { cidr: '10.1.0.0/16' } }] }],
    });
    const judge = (dataplane: Dataplane | undefined): Decision =>
      worldOf([...OBJECTS, agent, fromRange], {
        assume: { ...NODES_AND_PODS, ...(dataplane && { dataplane }) },
      }).decide('shop/agent', 'shop/api');
    expect(verdicts(judge)).toEqual({
      allowed: BY_ADDRESS,
      denied: 'cilium gke-dataplane-v2',
      undecided: 'none aws-vpc-cni',
    });
  });
});
