import type { Assumptions } from '../cluster/assumptions.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import { labelsOfPod, selects } from '../cluster/matches.ts';
import { podIndexOf } from '../cluster/pod-index.ts';
import type { NamespaceScope } from '../cluster/predicate.ts';
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

/** Pods of the manifests and assumptions. */
export function podsOf({ cluster }: LintedWorld): readonly PodEndpoint[] {
  return podIndexOf(cluster).pods;
}

/** Known pods in one namespace. */
export function podsIn({ cluster }: LintedWorld, namespace: string): readonly PodEndpoint[] {
  return podIndexOf(cluster).inNamespace(namespace);
}

/** Known pods that a selector picks, or may pick: a doubt counts for the author. */
export function podsMeant(
  { cluster }: LintedWorld,
  scope: NamespaceScope,
  labels: LabelSelector | undefined,
): readonly PodEndpoint[] {
  return podIndexOf(cluster).meant(scope, labels);
}

/** Known pods of whatever namespace that a selector surely picks. */
export function podsAnywhere({ cluster }: LintedWorld, labels: LabelSelector): readonly PodEndpoint[] {
  return podIndexOf(cluster)
    .meant(ANYWHERE, labels)
    .filter((pod) => selects(labels, labelsOfPod(pod)) === true);
}

const ANYWHERE: NamespaceScope = { kind: 'selected', selector: { requirements: [] } };

/** Names of pods for a message, the first few; put together once for a list that many findings name. */
export function namesOf(pods: readonly PodEndpoint[]): string {
  const names = namesByPods.get(pods) ?? newNamesOf(pods);
  namesByPods.set(pods, names);
  return names;
}

const namesByPods = new WeakMap<readonly PodEndpoint[], string>();

function newNamesOf(pods: readonly PodEndpoint[]): string {
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
