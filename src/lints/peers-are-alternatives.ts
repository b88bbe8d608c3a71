import { inScope } from '../cluster/matches.ts';
import { certain } from '../cluster/truth.ts';
import type { Finding } from '../findings/finding.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import type { NetworkPolicy, NetworkPolicyPeer } from '../resources/resources.ts';
import { DIRECTIONS, placeOf, titleOf } from './linted-rules.ts';
import { type Lint, type LintedWorld, podsIn, podsMeant, selectorText } from './linted-world.ts';

/**
 * Namespaces and pods as two items of a list (either of the two) where hardly anything but one item (both at once) can
 * be meant: the second item adds nobody, or means nobody in the policy's own namespace.
 */
export const peersAreAlternatives: Lint = (world) =>
  world.resources.networkPolicies.flatMap((policy) =>
    DIRECTIONS.flatMap((direction) =>
      (policy.governs[direction] ? policy.rules[direction] : []).flatMap(({ peers }, index) => {
        const title = (): string => `${direction} rule ${index + 1} of ${titleOf(policy)}`;
        return peers === 'everyone' ? [] : lintPeers(world, policy, peers, title);
      }),
    ),
  );

function lintPeers(
  world: LintedWorld,
  policy: NetworkPolicy,
  peers: readonly NetworkPolicyPeer[],
  title: () => string,
): readonly Finding[] {
  return peers.flatMap((peer, index) => {
    const next = peers[index + 1];
    const pair = [peer, next].filter((one) => one?.kind === 'pods');
    const whole = pair.find((one) => one?.podSelector === undefined);
    const namespaces = whole?.namespaceSelector;
    const pods = pair.find((one) => one?.namespaceSelector === undefined);
    if (
      whole === undefined ||
      namespaces === undefined ||
      pods?.podSelector === undefined ||
      pods.podSelector.requirements.length === 0
    )
      return [];
    if (!isSurelyAMistake(world, policy, namespaces, pods.podSelector)) return [];
    const everyPod =
      namespaces.requirements.length === 0 ? 'every namespace' : `namespaces with \`${selectorText(namespaces)}\``;
    const message = `${title()} means every pod of ${everyPod}, because its pods \`${selectorText(pods.podSelector)}\` are an item of their own`;
    return [
      findingAt('peers-are-alternatives', message, pods.origin, {
        help: 'items of the list are alternatives; to mean these pods in these namespaces write one item, without the second `-`',
        example: oneItem(namespaces, pods.podSelector),
        related: [{ at: placeOf(whole, 'namespaceSelector'), message: 'the whole namespace is meant here' }],
      }),
    ];
  });
}

function isSurelyAMistake(
  world: LintedWorld,
  { namespace }: NetworkPolicy,
  namespaces: LabelSelector,
  pods: LabelSelector,
): boolean {
  const own = world.cluster.namespaces.get(namespace);
  const addsNobody =
    namespaces.requirements.length === 0 ||
    (own !== undefined && certain(inScope({ kind: 'selected', selector: namespaces }, own)));
  if (addsNobody) return true;
  return podsIn(world, namespace).length > 0 && podsMeant(world, { kind: 'named', name: namespace }, pods).length === 0;
}

function oneItem(namespaces: LabelSelector, pods: LabelSelector): string {
  return ['- namespaceSelector:', ...selectorLines(namespaces), '  podSelector:', ...selectorLines(pods)].join('\n');
}

function selectorLines({ requirements }: LabelSelector): readonly string[] {
  if (requirements.length === 0) return ['    {}'];
  return requirements.map(({ key, operator, values }) =>
    operator === 'In' && values.length === 1
      ? `    matchLabels: {${key}: ${values[0]}}`
      : `    matchExpressions: [{key: ${key}, operator: ${operator}${values.length > 0 ? `, values: [${values.join(', ')}]` : ''}}]`,
  );
}
