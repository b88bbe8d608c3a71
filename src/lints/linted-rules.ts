import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { NamespaceScope } from '../cluster/predicate.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import type { AdminPolicy, AdminPort, Direction, NetworkPolicy, NetworkPolicyPort } from '../resources/resources.ts';
import { PROTOCOLS, type Protocol } from '../sets/connection-set.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import { type LintedWorld, podsMeant } from './linted-world.ts';

/** A port of a rule of any dialect; without a protocol: whichever the destination's container has. */
export type LintedPort = Pick<NetworkPolicyPort, 'port' | 'origin'> & Partial<Pick<NetworkPolicyPort, 'protocol'>>;

/** A rule of any dialect with the known pods that its ports speak of. */
export interface LintedRule {
  readonly policy: NetworkPolicy | AdminPolicy;
  readonly direction: Direction;
  /** Among the rules of its direction, from 0. */
  readonly index: number;
  readonly ports: 'everything' | readonly LintedPort[];
  /** Pods whose ports the rule names: the governed ones for ingress, the peers for egress. */
  readonly destinations: readonly PodEndpoint[];
}

/** Every rule of the policies that are evaluated, in the directions that they govern. */
export function rulesOf(world: LintedWorld): readonly LintedRule[] {
  const rules = rulesByWorld.get(world) ?? readRules(world);
  rulesByWorld.set(world, rules);
  return rules;
}

/** Worked out once for all lints, and not needed by anybody else. */
const rulesByWorld = new WeakMap<LintedWorld, readonly LintedRule[]>();

function readRules(world: LintedWorld): readonly LintedRule[] {
  const { networkPolicies, adminPolicies } = world.resources;
  const together = shareUnions();
  const podsOfPeers: PodsOfPeers = (peers) =>
    together(peers.map(({ scope, labels }) => podsMeant(world, scope, labels)));
  return DIRECTIONS.flatMap((direction) => [
    ...networkPolicies.flatMap((policy) =>
      policy.governs[direction] ? rulesOfPolicy(policy, direction, podsOfPeers) : [],
    ),
    ...adminPolicies.flatMap((policy) => rulesOfAdminPolicy(policy, direction, podsOfPeers)),
  ]);
}

/** Both directions, for loops. */
export const DIRECTIONS = ['ingress', 'egress'] as const;

/** The name of a rule in a message: ``ingress rule 1 of NetworkPolicy `shop/db` ``. */
export function titleOfRule({ policy, direction, index }: Omit<LintedRule, 'ports' | 'destinations'>): string {
  return `${direction} rule ${index + 1} of ${titleOf(policy)}`;
}

/** The protocols that a port may mean. */
export function protocolsOf({ protocol }: LintedPort): readonly Protocol[] {
  return protocol === undefined ? PROTOCOLS : [protocol];
}

/** The name of a policy in a message. */
export function titleOf(policy: NetworkPolicy | AdminPolicy): string {
  return 'namespace' in policy
    ? `NetworkPolicy \`${policy.namespace}/${policy.name}\``
    : `${policy.kind} \`${policy.name}\``;
}

function rulesOfPolicy(policy: NetworkPolicy, direction: Direction, podsOfPeers: PodsOfPeers): readonly LintedRule[] {
  const governed = podsOfPeers([{ scope: { kind: 'named', name: policy.namespace }, labels: policy.podSelector }]);
  return policy.rules[direction].map((rule, index): LintedRule => {
    const peers = rule.peers === 'everyone' ? [] : rule.peers.filter((peer) => peer.kind === 'pods');
    return {
      policy,
      direction,
      index,
      ports: rule.ports,
      destinations:
        direction === 'ingress'
          ? governed
          : podsOfPeers(
              peers.map((peer) => ({
                scope: scopeOf(peer.namespaceSelector, policy.namespace),
                labels: peer.podSelector,
              })),
            ),
    };
  });
}

/** The namespaces of a peer: its own policy's where no selector is given. */
export function scopeOf(selector: LabelSelector | undefined, namespace: string): NamespaceScope {
  return selector === undefined ? { kind: 'named', name: namespace } : { kind: 'selected', selector };
}

function rulesOfAdminPolicy(
  policy: AdminPolicy,
  direction: Direction,
  podsOfPeers: PodsOfPeers,
): readonly LintedRule[] {
  const { namespaceSelector, podSelector } = policy.subject;
  const governed = podsOfPeers([{ scope: scopeOf(namespaceSelector, ''), labels: podSelector }]);
  return policy.rules[direction].map((rule, index): LintedRule => {
    const peers = rule.peers.filter((peer) => peer.kind === 'pods');
    return {
      policy,
      direction,
      index,
      ports: rule.ports === 'everything' ? rule.ports : rule.ports.map(ofAdmin),
      destinations:
        direction === 'ingress'
          ? governed
          : podsOfPeers(
              peers.map((peer) => ({ scope: scopeOf(peer.namespaceSelector, ''), labels: peer.podSelector })),
            ),
    };
  });
}

/** Where a selector of a peer is written. */
export function placeOf(
  peer: {
    readonly origin: SourceRef;
    readonly podSelector?: LabelSelector;
    readonly namespaceSelector?: LabelSelector;
  },
  key: 'podSelector' | 'namespaceSelector',
): SourceRef {
  return peer[key]?.origin ?? below(peer.origin, key);
}

/** Known pods that any of several peers may mean, each once. */
type PodsOfPeers = (
  peers: readonly { readonly scope: NamespaceScope; readonly labels: LabelSelector | undefined }[],
) => readonly PodEndpoint[];

/** The union of lists of pods; the same lists have the same union. */
function shareUnions(): (lists: readonly (readonly PodEndpoint[])[]) => readonly PodEndpoint[] {
  const numbers = new Map<readonly PodEndpoint[], number>();
  const unions = new Map<string, readonly PodEndpoint[]>();
  const numberOf = (list: readonly PodEndpoint[]): number => {
    const number = numbers.get(list) ?? numbers.size;
    numbers.set(list, number);
    return number;
  };
  return (lists) => {
    const [first = [], ...others] = lists.filter((list) => list.length > 0);
    if (others.length === 0) return first;
    const key = [first, ...others].map(numberOf).join();
    const union = unions.get(key) ?? [...new Set([first, ...others].flat())];
    unions.set(key, union);
    return union;
  };
}

function ofAdmin(port: AdminPort): LintedPort {
  return port.kind === 'name'
    ? { port: { kind: 'name', name: port.name }, origin: port.origin }
    : { protocol: port.protocol, port: { kind: 'range', first: port.first, last: port.last }, origin: port.origin };
}
