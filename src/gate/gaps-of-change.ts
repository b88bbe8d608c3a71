import type { Gap } from '../change/trees.ts';
import type { Finding } from '../findings/finding.ts';
import { uncertainNamespaces } from '../resources/uncertain-namespaces.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { World } from './read-world.ts';

/** A world with what is wrong with the files that were picked for it. */
export interface Side {
  readonly world: World;
  readonly selected: readonly Finding[];
}

/** What keeps a world from being known; a policy whose effect is not known is in it as just that. */
export function unreadIn({ world: { findings, resources }, selected }: Side): readonly Finding[] {
  const opaque = new Set(resources.opaquePolicies.map(({ origin }) => documentOf(origin)));
  return [...selected, ...findings].filter(
    ({ code, severity, at }) =>
      severity === 'error' &&
      // Where no pattern picks anything, nothing is there; beside others, what it picks now may have been elsewhere.
      (code !== 'pattern-matches-nothing' || resources.ledger.length > 0) &&
      !(at && opaque.has(documentOf(at))),
  );
}

function documentOf(ref: SourceRef): string {
  return ref.kind === 'path' ? `${ref.document} ${ref.file}` : '';
}

/**
 * What said its namespace before and no longer does, although others in that namespace do: whether it stays where it was
 * is for whoever applies it, so that what changes is not known.
 */
export function uprooted(base: World, head: World): Gap | undefined {
  const { networkPolicies, workloads } = uncertainNamespaces(head.resources);
  const named = [...base.resources.networkPolicies, ...base.resources.workloads].filter(({ landed }) => !landed);
  const before = new Set(named.map(titleOf));
  const [first, ...more] = [...networkPolicies, ...workloads].filter((object) => before.has(titleOf(object)));
  if (first === undefined) return undefined;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return {
    why: `${titleOf(first)}${others} no longer says \`namespace: ${first.namespace}\`, as others do: applied without \`-n ${first.namespace}\` it is in \`default\` now`,
    help: `write \`namespace: ${first.namespace}\` under its \`metadata\``,
  };
}

function titleOf(object: { readonly kind?: string; readonly namespace: string; readonly name: string }): string {
  return `${object.kind ?? 'NetworkPolicy'} \`${object.namespace}/${object.name}\``;
}
