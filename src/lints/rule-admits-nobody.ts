import type { Finding } from '../findings/finding.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { AdminPolicy, NetworkPolicy } from '../resources/resources.ts';
import { DIRECTIONS, placeOf, titleOf } from './linted-rules.ts';
import { type Lint, selectorText } from './linted-world.ts';
import { isSatisfiable } from './selector-logic.ts';

/** A selector whose requirements contradict one another, so that no pod that anyone could create satisfies it. */
export const ruleAdmitsNobody: Lint = ({ resources: { networkPolicies, adminPolicies } }) => [
  ...networkPolicies.flatMap((policy) =>
    DIRECTIONS.flatMap((direction) => (policy.governs[direction] ? policy.rules[direction] : []))
      .flatMap(({ peers }) => (peers === 'everyone' ? [] : peers))
      .flatMap((peer) => (peer.kind === 'pods' ? lintPeer(peer, policy) : [])),
  ),
  ...adminPolicies.flatMap((policy) =>
    DIRECTIONS.flatMap((direction) => policy.rules[direction])
      .flatMap(({ peers }) => peers)
      .flatMap((peer) => (peer.kind === 'pods' ? lintPeer(peer, policy) : [])),
  ),
];

type Peer = Parameters<typeof placeOf>[0];

const SELECTORS = ['podSelector', 'namespaceSelector'] as const;

function lintPeer(peer: Peer, policy: NetworkPolicy | AdminPolicy): readonly Finding[] {
  return SELECTORS.flatMap((key) => lintSelector(peer, key, policy));
}

function lintSelector(
  peer: Peer,
  key: (typeof SELECTORS)[number],
  policy: NetworkPolicy | AdminPolicy,
): readonly Finding[] {
  const selector = peer[key];
  if (selector === undefined || isSatisfiable(selector.requirements)) return [];
  const message = `a peer of ${titleOf(policy)} means nobody, because no labels satisfy \`${selectorText(selector)}\``;
  const help =
    'the requirements of one selector must all hold; write alternatives as one `In` with several values, or as items of the list';
  return [findingAt('rule-admits-nobody', message, placeOf(peer, key), { help })];
}
