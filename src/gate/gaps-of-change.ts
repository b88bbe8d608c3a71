import type { Gap } from '../change/trees.ts';
import type { Finding } from '../findings/finding.ts';
import type { NetworkPolicy, Workload } from '../resources/resources.ts';
import { mayBeElsewhere, uncertainNamespaces } from '../resources/uncertain-namespaces.ts';
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
 * What does not say its namespace, and said it before, or would be the first that does not: whether it is where it counts
 * is for whoever applies it, so that what changes is not known.
 */
export function uprooted(base: World, head: World): Gap | undefined {
  const { networkPolicies, workloads } = head.resources;
  const now = uncertainNamespaces(head.resources);
  const isUncertain = new Set<NetworkPolicy | Workload>([...now.networkPolicies, ...now.workloads]);
  const was = uncertainNamespaces(base.resources);
  const isFirst = was.networkPolicies.length + was.workloads.length === 0;
  const before = new Map(
    [...base.resources.networkPolicies, ...base.resources.workloads].map((object) => [titleOf(object), object]),
  );
  const inhabited = new Set(workloads.map(({ namespace }) => namespace));
  const [first, ...more] = [...networkPolicies, ...workloads].filter((object) => {
    const then = before.get(titleOf(object));
    if (!mayBeElsewhere(object) || then?.landed) return false;
    if (isUncertain.has(object)) return isFirst || then !== undefined;
    // All that is here moves together; pods that are not here stay where they are.
    return then !== undefined && !inhabited.has(object.namespace);
  });
  if (first === undefined) return undefined;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  const says = before.has(titleOf(first)) ? 'no longer says' : 'does not say';
  return {
    why: `${titleOf(first)}${others} ${says} \`namespace: ${first.namespace}\`: applied without \`-n ${first.namespace}\` it is in \`default\` now`,
    help: `write \`namespace: ${first.namespace}\` under its \`metadata\``,
  };
}

function titleOf(object: { readonly kind?: string; readonly namespace: string; readonly name: string }): string {
  return `${object.kind ?? 'NetworkPolicy'} \`${object.namespace}/${object.name}\``;
}
