import type { Assumptions } from '../cluster/assumptions.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import { inScope, labelsOfPod, selects } from '../cluster/matches.ts';
import type { NamespaceScope } from '../cluster/predicate.ts';
import { possible } from '../cluster/truth.ts';
import type { Engine } from '../connectivity/decision.ts';
import type { Finding } from '../findings/finding.ts';
import type { LabelRequirement, LabelSelector } from '../resources/label-selector.ts';
import type { Resources } from '../resources/resources.ts';

/** What a lint may look at: the objects as written, and what the engine makes of them. */
export interface LintedWorld {
  readonly resources: Resources;
  readonly cluster: Cluster;
  readonly engine: Engine;
  readonly assumptions: Assumptions;
}

/** Finds one kind of mistake that the API server accepts. Where the manifests do not show enough, it says nothing. */
export type Lint = (world: LintedWorld) => readonly Finding[];

/** Known pods by namespace, in order. */
type PodsByNamespace = ReadonlyMap<string, readonly PodEndpoint[]>;

const podsByCluster = new WeakMap<Cluster, PodsByNamespace>();

function podsByNamespace({ cluster }: LintedWorld): PodsByNamespace {
  const known = podsByCluster.get(cluster);
  if (known !== undefined) return known;
  const pods = new Map<string, PodEndpoint[]>();
  for (const endpoint of cluster.endpoints) {
    if (endpoint.kind !== 'pod') continue;
    const neighbours = pods.get(endpoint.namespace.name) ?? [];
    neighbours.push(endpoint);
    pods.set(endpoint.namespace.name, neighbours);
  }
  podsByCluster.set(cluster, pods);
  return pods;
}

/** Pods of the manifests and assumptions. */
export function podsOf(world: LintedWorld): readonly PodEndpoint[] {
  return [...podsByNamespace(world).values()].flat();
}

/** Known pods in one namespace. */
export function podsIn(world: LintedWorld, namespace: string): readonly PodEndpoint[] {
  return podsByNamespace(world).get(namespace) ?? [];
}

/** Known pods that a selector picks, or may pick: a doubt counts for the author. */
export function podsMeant(
  world: LintedWorld,
  scope: NamespaceScope,
  labels: LabelSelector | undefined,
): readonly PodEndpoint[] {
  return [...podsByNamespace(world).values()].flatMap((pods) => {
    const [first] = pods;
    const inside = first !== undefined && inScope(scope, first.namespace);
    if (!possible(inside)) return [];
    return labels === undefined ? pods : pods.filter((pod) => possible(selects(labels, labelsOfPod(pod))));
  });
}

/** Names of pods for a message, the first few. */
export function namesOf(pods: readonly PodEndpoint[]): string {
  const names = [...new Set(pods.map((pod) => `\`${pod.namespace.name}/${pod.name}\``))];
  const shown = names.slice(0, SHOWN_NAMES).join(', ');
  return names.length > SHOWN_NAMES ? `${shown} and ${names.length - SHOWN_NAMES} more` : shown;
}

const SHOWN_NAMES = 3;

/** A selector as `kubectl` prints it: `app=web,tier in (a,b)`. */
export function selectorText({ requirements }: LabelSelector): string {
  return requirements.map(requirementText).join(',');
}

function requirementText({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}
