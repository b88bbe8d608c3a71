import type { Cluster, Rule } from '../cluster/cluster.ts';
import { labelsOfPod, matches, selects } from '../cluster/matches.ts';
import { possible } from '../cluster/truth.ts';
import { trafficOn } from '../connectivity/traffic-on.ts';
import type { NetworkPolicy } from '../resources/resources.ts';
import { type ConnectionSet, connections, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { intersection, isEmpty, union } from '../sets/interval-set.ts';
import { dnsPods } from './dns-end.ts';
import { type LintedWorld, podsOf } from './linted-world.ts';

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
  readonly pod: ReturnType<typeof podsOf>[number];
}

/**
 * For each pod whose egress is an allow list: what it reaches of DNS, told once for the first of its policies. Pods
 * that may send nothing at all, or only to address ranges, need no names.
 */
export function dnsReaches(world: LintedWorld): readonly DnsReach[] {
  const reaches = reachesByCluster.get(world.cluster) ?? workOutReaches(world);
  reachesByCluster.set(world.cluster, reaches);
  return reaches;
}

/** Worked out once for both lints about DNS. */
const reachesByCluster = new WeakMap<Cluster, readonly DnsReach[]>();

function workOutReaches(world: LintedWorld): readonly DnsReach[] {
  const { cluster, engine, resources } = world;
  const ends = dnsPods(world);
  const listing = resources.networkPolicies.filter(
    ({ governs, rules }) => governs.egress && rules.egress.some(({ peers }) => namesPods(peers)),
  );
  const indexes = new Map(cluster.endpoints.map((endpoint, index) => [endpoint.id, index]));
  return podsOf(world).flatMap((pod) => {
    if (pod.hostNetwork || ends.includes(pod)) return [];
    const index = indexes.get(pod.id) ?? -1;
    const policy = listing.find(
      ({ namespace, podSelector }) =>
        namespace === pod.namespace.name && selects(podSelector, labelsOfPod(pod)) === true,
    );
    if (index < 0 || policy === undefined || engine.isolated(index, 'egress') !== true) return [];
    const rules = engine
      .governing(index, 'egress')
      .flatMap((governing) => governing.rules.egress)
      .filter(({ action }) => action !== 'deny');
    const dns = rules
      .flatMap((rule) =>
        ends.filter((end) => possible(matches(rule.peer, end))).map((end) => trafficOn(rule.traffic, end).max),
      )
      .reduce(union, NO_CONNECTIONS);
    return [
      {
        policy,
        pod,
        dns: intersection(dns, union(DNS_UDP, DNS_TCP)),
        thinksOfDns: rules.some(namesDnsPort),
        meansDns: rules.some((rule) => ends.some((end) => matches(rule.peer, end) === true)),
      },
    ];
  });
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
