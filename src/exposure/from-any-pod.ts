import type { Cluster, Policy } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import type { Engine } from '../connectivity/decision.ts';
import { trafficOn } from '../connectivity/traffic-on.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, union } from '../sets/interval-set.ts';

/** What traffic from a pod (or node, or address) of which nothing is known may become; neither part is sure. */
interface AnyPodVerdict {
  readonly mayAllow: ConnectionSet;
  readonly mayDeny: ConnectionSet;
}

/** The verdict of an unknown source towards an endpoint, by its index. */
export type FromAnyPod = (to: number) => AnyPodVerdict;

/**
 * A bound that is never too narrow: whatever some rule admits for anybody may be allowed, and only what a rule admits for
 * everybody is sure. A policy of the source's own side counts where it is not bound to a namespace.
 */
export function boundOfAnyPod(cluster: Cluster, engine: Engine): FromAnyPod {
  const sendsFreely = !policiesOf(cluster).some(
    ({ subject, isolates, rules }) =>
      !(subject.kind === 'pods' && subject.namespaces.kind === 'named') && (isolates.egress || rules.egress.length > 0),
  );
  return (to) => {
    const endpoint = cluster.endpoints[to];
    if (endpoint === undefined) throw new RangeError(`no endpoint ${to}`);
    const governing = engine.governing(to, 'ingress');
    const isShut = engine.isolated(to, 'ingress') === true;
    return {
      mayAllow: isShut ? admittedBy(governing, endpoint, 'max') : ALL_CONNECTIONS,
      mayDeny: sendsFreely ? deniedBy(governing, endpoint) : ALL_CONNECTIONS,
    };
  };
}

function policiesOf({ layers }: Cluster): readonly Policy[] {
  return layers.flatMap(({ tiers }) => tiers).flatMap(({ policies }) => policies);
}

function admittedBy(policies: readonly Policy[], endpoint: Endpoint, bound: 'min' | 'max'): ConnectionSet {
  return policies
    .flatMap(({ rules }) => rules.ingress)
    .filter(({ action, peer, doubt }) => action === 'allow' && (bound === 'max' || isForAll(peer.kind, doubt)))
    .map(({ traffic }) => trafficOn(traffic, endpoint)[bound])
    .reduce(union, NO_CONNECTIONS);
}

function isForAll(kind: string, doubt: unknown): boolean {
  return kind === 'everything' && doubt === undefined;
}

function deniedBy(policies: readonly Policy[], endpoint: Endpoint): ConnectionSet {
  if (policies.length === 0) return NO_CONNECTIONS;
  // Where the order of rules counts, or it is not sure that a policy governs, no rule admits everybody for sure.
  const simple = policies.every(
    ({ rules, doubt }) => doubt === undefined && rules.ingress.every(({ action }) => action === 'allow'),
  );
  return simple ? difference(ALL_CONNECTIONS, admittedBy(policies, endpoint, 'min')) : ALL_CONNECTIONS;
}
