import type { Policy, Rule } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import { labelsOfPod, matches, selects } from '../cluster/matches.ts';
import { possible } from '../cluster/truth.ts';
import { trafficOn } from '../connectivity/traffic-on.ts';
import type { NetworkPolicy } from '../resources/resources.ts';
import { type ConnectionSet, connections, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { intersection, isEmpty, union } from '../sets/interval-set.ts';
import { dnsPods } from './dns-end.ts';
import { type LintedWorld, podsMeant, podsOf } from './linted-world.ts';

/** Port 53 over UDP and over TCP. */
export const DNS_UDP: ConnectionSet = connections('UDP', 53);
export const DNS_TCP: ConnectionSet = connections('TCP', 53);

/** A policy that lets a list of peers out, and what its pods can reach of the cluster's DNS with all policies together. */
export interface DnsReach {
  readonly policy: NetworkPolicy;
  /** At most this much of port 53: the union over the rules of every policy that governs the same pods. */
  readonly dns: ConnectionSet;
  /** Whether a rule names port 53 (or OpenShift's 5353) for somebody else, so that DNS was thought of. */
  readonly thinksOfDns: boolean;
  /** Whether a rule surely means the cluster's DNS, by labels or by everything. */
  readonly meansDns: boolean;
  readonly pod: PodEndpoint;
}

/**
 * For each pod whose egress is an allow list: what it reaches of DNS, told once for the first of its policies. Pods
 * that may send nothing at all, or only to address ranges, need no names.
 */
export function dnsReaches(world: LintedWorld): readonly DnsReach[] {
  const reaches = reachesByWorld.get(world) ?? workOutReaches(world);
  reachesByWorld.set(world, reaches);
  return reaches;
}

/** Worked out once for both lints about DNS. */
const reachesByWorld = new WeakMap<LintedWorld, readonly DnsReach[]>();

function workOutReaches(world: LintedWorld): readonly DnsReach[] {
  const { cluster, engine } = world;
  const ends = dnsPods(world);
  const listing = firstListing(world);
  const indexes = new Map(cluster.endpoints.map((endpoint, index) => [endpoint.id, index]));
  const ofPolicy = new Map<Policy, PolicyReach>();
  return podsOf(world).flatMap((pod) => {
    const policy = listing.get(pod);
    const index = indexes.get(pod.id);
    if (pod.hostNetwork || ends.includes(pod)) return [];
    if (index === undefined || policy === undefined || engine.isolated(index, 'egress') !== true) return [];
    let reach = NO_REACH;
    for (const governing of engine.governing(index, 'egress')) {
      const own = ofPolicy.get(governing) ?? reachOf(governing, ends);
      ofPolicy.set(governing, own);
      reach = together(reach, own);
    }
    return [{ policy, pod, ...reach }];
  });
}

/** By pod the first policy that surely selects it and lets a list of pods out. */
function firstListing(world: LintedWorld): ReadonlyMap<PodEndpoint, NetworkPolicy> {
  const listing = new Map<PodEndpoint, NetworkPolicy>();
  const seen = new Set<readonly PodEndpoint[]>();
  for (const policy of world.resources.networkPolicies) {
    const { governs, rules, namespace, podSelector } = policy;
    if (!governs.egress || !rules.egress.some(({ peers }) => namesPods(peers))) continue;
    const pods = podsMeant(world, { kind: 'named', name: namespace }, podSelector);
    // A policy that selects the same pods came before.
    if (seen.has(pods)) continue;
    seen.add(pods);
    for (const pod of pods) {
      if (!listing.has(pod) && selects(podSelector, labelsOfPod(pod)) === true) listing.set(pod, policy);
    }
  }
  return listing;
}

type PolicyReach = Pick<DnsReach, 'dns' | 'thinksOfDns' | 'meansDns'>;

const NO_REACH: PolicyReach = { dns: NO_CONNECTIONS, thinksOfDns: false, meansDns: false };

/** What one policy lets its pods reach of DNS. */
function reachOf({ rules }: Policy, ends: readonly PodEndpoint[]): PolicyReach {
  const open = rules.egress.filter(({ action }) => action !== 'deny');
  const dns = open
    .flatMap((rule) =>
      ends.filter((end) => possible(matches(rule.peer, end))).map((end) => trafficOn(rule.traffic, end).max),
    )
    .reduce(union, NO_CONNECTIONS);
  return {
    dns: intersection(dns, union(DNS_UDP, DNS_TCP)),
    thinksOfDns: open.some(namesDnsPort),
    meansDns: open.some((rule) => ends.some((end) => matches(rule.peer, end) === true)),
  };
}

function together(a: PolicyReach, b: PolicyReach): PolicyReach {
  return {
    dns: isEmpty(b.dns) ? a.dns : union(a.dns, b.dns),
    thinksOfDns: a.thinksOfDns || b.thinksOfDns,
    meansDns: a.meansDns || b.meansDns,
  };
}

function namesPods(peers: NetworkPolicy['rules']['egress'][number]['peers']): boolean {
  return peers !== 'everyone' && peers.some(({ kind }) => kind === 'pods');
}

const DNS_PORTS = [53, 5353].map((port) => union(connections('UDP', port), connections('TCP', port))).reduce(union);

function namesDnsPort({ traffic }: Rule): boolean {
  if (traffic === 'everything') return false;
  return traffic.some((part) =>
    part.kind === 'ports' ? !isEmpty(intersection(part.traffic, DNS_PORTS)) : part.name.startsWith('dns'),
  );
}

/** Reaches by the policy that they are told for. */
export function byPolicy(reaches: readonly DnsReach[]): ReadonlyMap<NetworkPolicy, readonly DnsReach[]> {
  const reachesByPolicy = new Map<NetworkPolicy, DnsReach[]>();
  for (const reach of reaches) {
    const known = reachesByPolicy.get(reach.policy);
    if (known === undefined) reachesByPolicy.set(reach.policy, [reach]);
    else known.push(reach);
  }
  return reachesByPolicy;
}
