import type { Cluster } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { Doubt } from '../cluster/truth.ts';
import type { TrafficBounds } from '../connectivity/traffic-on.ts';
import { everyPossiblePod, type PodBox } from '../possible/pod-box.ts';
import { ALL_CONNECTIONS, everyPort, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { union } from '../sets/interval-set.ts';
import type { Group, PortTerm, Term } from './claim.ts';
import type { Membership, PossiblePods, ResolvedTarget } from './list-pairs.ts';
import { splitAtGroup } from './possible-members.ts';
import type { Members, ResolveContext } from './resolution.ts';
import { definedName } from './resolve-group.ts';
import { resolveTerm } from './resolve-term.ts';

/** The groups of a flow claim with what is known of them. */
export interface FlowGroups {
  /** Whether it speaks of whoever else there is. */
  readonly onlyFrom: boolean;
  readonly onlyTo: boolean;
  readonly from: { readonly group: Group; readonly members: Members };
  readonly targets: readonly {
    readonly group: Group;
    readonly ports?: readonly PortTerm[];
    readonly resolved: ResolvedTarget;
  }[];
}

/** What the pods that could be created are to a flow claim; none where it cannot speak of them. */
export function resolvePossible(
  { from, targets, onlyFrom, onlyTo }: FlowGroups,
  context: ResolveContext,
): PossiblePods {
  const isAbout = ({ group }: { readonly group: Group }): boolean =>
    termsOf(group, context, []).some((term) => mayMeanPossible(term, context));
  return {
    sources: onlyFrom || isAbout(from) ? everyMember(from.group, context) : [],
    destinations: onlyTo || targets.some(isAbout) ? possibleDestinations(targets, context) : [],
    namedSources: namedPods(from.group, from.members, context).map(([, pod]) => ({ pod, traffic: ALL_CONNECTIONS })),
    namedDestinations: targets.flatMap(({ group, resolved }) =>
      namedPods(group, resolved.members, context).map(([index, pod]) => ({
        pod,
        traffic: resolved.ports === undefined ? ALL_CONNECTIONS : (resolved.ports.get(index)?.min ?? NO_CONNECTIONS),
      })),
    ),
  };
}

/** Whether a group speaks of pods that could be created because of this term; a yes may be too careful. */
function mayMeanPossible(term: Term, { refusing }: ResolveContext): boolean {
  return term.kind === 'address' ? refusing : 'any' in term && term.any;
}

function possibleDestinations(targets: FlowGroups['targets'], context: ResolveContext): PossiblePods['destinations'] {
  const [first, ...others] = targets.map(({ group, ports }) => ({
    group,
    ports: ports === undefined ? undefined : possiblePorts(ports),
  }));
  if (first === undefined) return [];
  let parts: PossiblePods['destinations'] = everyMember(first.group, context).map(({ box, meant, counts }) => ({
    box,
    targets: [{ meant, counts, ports: first.ports }],
  }));
  for (const { group, ports } of others) {
    parts = parts.flatMap((part) =>
      membershipsIn(part.box, group, context).map(({ box, meant, counts }) => ({
        box,
        targets: [...part.targets, { meant, counts, ports }],
      })),
    );
  }
  return parts;
}

type PossibleMember = { readonly box: PodBox } & Membership;

const known = new WeakMap<ResolveContext['suite'], WeakMap<Cluster, Map<string, readonly PossibleMember[]>>>();

/** Whether a term means pods by names that they have, so that none that could be created is meant or counts. */
function isNamesOnly(term: Term): boolean {
  return term.kind === 'name' && !term.any;
}

const nobody = new WeakMap<readonly PodBox[], readonly PossibleMember[]>();

function nobodyAmong(everyone: readonly PodBox[]): readonly PossibleMember[] {
  const members = nobody.get(everyone) ?? everyone.map((box) => ({ box, meant: false, counts: false }));
  nobody.set(everyone, members);
  return members;
}

/** The words of a group mean the same in every claim of a suite about one cluster. */
function everyMember(group: Group, context: ResolveContext): readonly PossibleMember[] {
  const { suite, cluster, refusing } = context;
  const byCluster = known.get(suite) ?? new WeakMap<Cluster, Map<string, readonly PossibleMember[]>>();
  known.set(suite, byCluster);
  const byWords = byCluster.get(cluster) ?? new Map<string, readonly PossibleMember[]>();
  byCluster.set(cluster, byWords);
  if (termsOf(group, context, []).every(isNamesOnly)) return nobodyAmong(everyPossiblePod(cluster));
  const words = `${refusing} ${group.text}`;
  const members = byWords.get(words) ?? everyPossiblePod(cluster).flatMap((box) => membershipsIn(box, group, context));
  byWords.set(words, members);
  return members;
}

function membershipsIn(box: PodBox, group: Group, context: ResolveContext): readonly PossibleMember[] {
  return splitAtGroup(box, group, 'counts', context).flatMap((counting) =>
    splitAtGroup(counting.box, group, 'meant', context).map((meaning) => ({
      box: meaning.box,
      counts: counting.truth,
      meant: meaning.truth,
    })),
  );
}

/** Numbers are the same on every pod; what a name stands for on a pod that does not exist nobody knows. */
function possiblePorts(ports: readonly PortTerm[]): TrafficBounds {
  let bounds: TrafficBounds = { min: NO_CONNECTIONS, max: NO_CONNECTIONS };
  for (const port of ports) {
    if (port.kind === 'ports') {
      bounds = { ...bounds, min: union(bounds.min, port.traffic), max: union(bounds.max, port.traffic) };
      continue;
    }
    const doubt: Doubt = {
      why: `pods that could be created may give the name \`${port.name}\` to any port`,
      settle: 'write the number of the port',
    };
    bounds = { min: bounds.min, max: union(bounds.max, everyPort(port.protocol)), doubt };
  }
  return bounds;
}

/** The pods that surely are of a group and that it gives by name (their own or a Service's), not by labels. */
function namedPods(
  group: Group,
  members: Members,
  context: ResolveContext,
): readonly (readonly [number, PodEndpoint])[] {
  const indexes = new Set(
    termsOf(group, context, []).flatMap((term) =>
      term.kind === 'name' ? [...resolveTerm(term, context).members.keys()] : [],
    ),
  );
  return [...indexes].flatMap((index) => {
    const endpoint = context.cluster.endpoints[index];
    // A pod in its node's network is nobody whom a selector surely means.
    const isSure = endpoint?.kind === 'pod' && !endpoint.hostNetwork && members.get(index)?.truth === true;
    return isSure ? [[index, endpoint] as const] : [];
  });
}

/** The terms of a group and of the definitions that it names. */
function termsOf(group: Group, context: ResolveContext, within: readonly string[]): readonly Term[] {
  return group.terms.flatMap((term) => {
    const name = definedName(term, context);
    const definition = name === undefined || within.includes(name) ? undefined : context.suite.define.get(name);
    return name === undefined || definition === undefined ? [term] : termsOf(definition, context, [...within, name]);
  });
}
