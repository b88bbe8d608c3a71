import type { Finding } from '../findings/finding.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import { below } from '../source/source-ref.ts';
import { DIRECTIONS, titleOf } from './linted-rules.ts';
import type { Lint, LintedWorld } from './linted-world.ts';

/** A namespace selector that wants a label such as `name: shop`, which the Namespace `shop` does not carry. */
export const namespaceLabelMissing: Lint = (world) => {
  const { networkPolicies, adminPolicies } = world.resources;
  const ofPolicies = networkPolicies.flatMap((policy) =>
    DIRECTIONS.flatMap((direction) => (policy.governs[direction] ? policy.rules[direction] : []))
      .flatMap(({ peers }) => (peers === 'everyone' ? [] : peers))
      .flatMap((peer) => (peer.kind === 'pods' && peer.namespaceSelector ? [peer.namespaceSelector] : []))
      .flatMap((selector) => lintSelector(world, selector, titleOf(policy))),
  );
  const ofAdmins = adminPolicies.flatMap((policy) =>
    [
      policy.subject.namespaceSelector,
      ...DIRECTIONS.flatMap((direction) => policy.rules[direction])
        .flatMap(({ peers }) => peers)
        .flatMap((peer) => (peer.kind === 'pods' ? [peer.namespaceSelector] : [])),
    ].flatMap((selector) => lintSelector(world, selector, titleOf(policy))),
  );
  return [...ofPolicies, ...ofAdmins];
};

function lintSelector({ cluster }: LintedWorld, selector: LabelSelector, title: string): readonly Finding[] {
  return selector.requirements.flatMap(({ key, operator, values }) => {
    const [value] = values;
    if (operator !== 'In' || values.length !== 1 || value === undefined) return [];
    const meant = cluster.namespaces.get(value);
    // Labels of a namespace without an object are not known.
    if (meant === undefined || !meant.complete || meant.labels.has(key)) return [];
    if ([...cluster.namespaces.values()].some(({ labels }) => labels.get(key) === value)) return [];
    const message = `a namespace selector of ${title} looks for \`${key}: ${value}\`, but namespace \`${value}\` has no label \`${key}\``;
    const at = selector.origin;
    if (at === undefined) return [];
    return [
      findingAt('namespace-label-missing', message, below(at, 'matchLabels', key), {
        help: `every namespace has its name as a label: write \`kubernetes.io/metadata.name: ${value}\`, or add \`${key}: ${value}\` to the Namespace`,
      }),
    ];
  });
}
