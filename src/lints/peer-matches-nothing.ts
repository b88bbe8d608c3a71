import { podIndexOf } from '../cluster/pod-index.ts';
import type { Finding } from '../findings/finding.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import type { NetworkPolicy } from '../resources/resources.ts';
import type { SourceRef } from '../source/source-ref.ts';
import { DIRECTIONS, placeOf, scopeOf, titleOfRule } from './linted-rules.ts';
import { type Lint, type LintedWorld, podsAnywhere, podsMeant, selectorText } from './linted-world.ts';
import { nearMiss } from './near-miss.ts';

/**
 * A peer that means no known pod, where the manifests show which pod was meant: one of another namespace, or one whose
 * labels read a little differently. Without such a hint the pod may simply be in another repository.
 */
export const peerMatchesNothing: Lint = (world) =>
  world.resources.networkPolicies.flatMap((policy) =>
    DIRECTIONS.flatMap((direction) =>
      (policy.governs[direction] ? policy.rules[direction] : []).flatMap(({ peers }, index) => {
        if (peers === 'everyone') return [];
        const pods = peers.filter((peer) => peer.kind === 'pods');
        const hasNamespacePeer = pods.some((peer) => peer.namespaceSelector && !peer.podSelector);
        return pods.flatMap((peer) => {
          if (peer.podSelector === undefined) return [];
          // Beside a whole namespace this is another mistake: peers-are-alternatives.
          if (peer.namespaceSelector === undefined && hasNamespacePeer) return [];
          const { podSelector: labels, namespaceSelector } = peer;
          const scope = scopeOf(namespaceSelector, policy.namespace);
          if (labels.requirements.length === 0 || podsMeant(world, scope, labels).length > 0) return [];
          const place = { title: titleOfRule({ policy, direction, index }), at: placeOf(peer, 'podSelector') };
          return lintPeer(world, policy, labels, namespaceSelector, place);
        });
      }),
    ),
  );

function lintPeer(
  world: LintedWorld,
  policy: NetworkPolicy,
  labels: LabelSelector,
  namespaceSelector: LabelSelector | undefined,
  { title, at }: { readonly title: string; readonly at: SourceRef },
): readonly Finding[] {
  const scope = scopeOf(namespaceSelector, policy.namespace);
  const where = namespaceSelector === undefined ? `namespace \`${policy.namespace}\`` : 'the namespaces it selects';
  const message = `a peer of ${title} matches no pod: none in ${where} has \`${selectorText(labels)}\``;
  const [other] = namespaceSelector === undefined ? podsAnywhere(world, labels) : [];
  if (other !== undefined) {
    return [
      findingAt('peer-matches-nothing', message, at, {
        help: `\`${other.namespace.name}/${other.name}\` has these labels; a \`podSelector\` alone looks into the policy's own namespace, so put a \`namespaceSelector\` beside it, in the same list item`,
        example: sameItem(labels, other.namespace.name),
      }),
    ];
  }
  const near = nearMiss(labels, podIndexOf(world.cluster).surelyIn(scope));
  if (near === undefined) return [];
  return [findingAt('peer-matches-nothing', message, at, { help: `did you mean \`${near}\`?` })];
}

function sameItem({ requirements }: LabelSelector, namespace: string): string {
  const equalities = requirements.filter(({ operator, values }) => operator === 'In' && values.length === 1);
  const labels =
    equalities.length === requirements.length ? equalities.map(({ key, values }) => `${key}: ${values[0]}`) : ['…'];
  return [
    '- namespaceSelector:',
    `    matchLabels: {kubernetes.io/metadata.name: ${namespace}}`,
    '  podSelector:',
    `    matchLabels: {${labels.join(', ')}}`,
  ].join('\n');
}
