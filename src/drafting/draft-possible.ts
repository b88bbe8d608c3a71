import { namedScopes } from '../assertions/said-by-policies.ts';
import type { Policy } from '../cluster/cluster.ts';
import type { Direction } from '../resources/resources.ts';
import { type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { union } from '../sets/interval-set.ts';
import type { DraftingWorld } from './drafting-world.ts';
import type { Ladder, Steps } from './ladder.ts';
import { numbersOf } from './list-peers.ts';
import { admits, onlyFrom, onlyTo, refuses, type Sentence } from './sentence.ts';
import { writePeers } from './write-peers.ts';
import { writePorts } from './write-ports.ts';
import { writeTarget } from './write-target.ts';

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

/** Pods that policies select, in the words of their selector, with the rules of all policies that say the same. */
interface Selected {
  readonly namespace: string;
  readonly term: string;
  readonly policies: readonly Policy[];
}

/**
 * What could be claimed of pods that could be created: all that there is to speak of where policies stand without
 * workloads. The words are those of the policies.
 */
export function draftPossible(world: DraftingWorld): readonly Ladder[] {
  const selected = selectedPods(world);
  const namespaces = [...new Set(selected.map(({ namespace }) => namespace))];
  return [
    ...namespaces.flatMap((namespace) => ofNamespace(namespace, world)),
    ...selected.flatMap((one) => DIRECTIONS.flatMap((direction) => ofPods(one, direction, world))),
  ];
}

function selectedPods({ cluster, names }: DraftingWorld): readonly Selected[] {
  const found = new Map<string, { readonly namespace: string; readonly policies: Policy[] }>();
  const policies = cluster.layers.flatMap(({ tiers }) => tiers.flatMap((tier) => tier.policies));
  for (const policy of policies) {
    const { subject } = policy;
    if (subject.kind !== 'pods') continue;
    for (const namespaces of namedScopes(subject.namespaces)) {
      const term = names.pods({ any: true, namespaces, labels: subject.labels });
      if (term === undefined || namespaces.kind !== 'named') continue;
      const known = found.get(term) ?? { namespace: namespaces.name, policies: [] };
      found.set(term, known);
      known.policies.push(policy);
    }
  }
  return [...found].map(([term, rest]) => ({ term, ...rest }));
}

/** That a default deny governs a whole namespace, and what that keeps away from outside. */
function ofNamespace(namespace: string, { names }: DraftingWorld): readonly Ladder[] {
  const pods = names.pods({ any: true, namespaces: { kind: 'named', name: namespace }, labels: { requirements: [] } });
  if (pods === undefined) return [];
  const isolation = DIRECTIONS.map((direction): Ladder => {
    return { namespace, paragraph: 'isolation', options: [[[{ kind: 'isolation', pods: [pods], direction }]]] };
  });
  const closed: Steps = [refuses(['external'], [pods]), refuses(['internet'], [pods])];
  return [...isolation, { namespace, paragraph: 'ingress', options: [[closed]] }];
}

/** Who gets into pods that policies select, or where these get; nothing where no policy says whom they admit. */
function ofPods(
  { namespace, term, policies }: Selected,
  direction: Direction,
  world: DraftingWorld,
): readonly Ladder[] {
  if (!policies.some(({ isolates }) => isolates[direction])) return [];
  const peers = peersOf(policies, direction, world);
  const isolation: Steps = [{ kind: 'isolation', pods: [term], direction }];
  const everyone = [`any ${world.names.all}`, 'external'];
  const steps = direction === 'ingress' ? intoPods(term, peers, everyone) : outOfPods(term, peers, everyone);
  return [{ namespace, subject: term, paragraph: direction, options: [steps, [isolation]] }];
}

/** Whom rules admit, with the ports; absent where a rule has no words, or is for everybody. */
function peersOf(
  policies: readonly Policy[],
  direction: Direction,
  { names }: DraftingWorld,
): ReadonlyMap<string, ConnectionSet> | undefined {
  const peers = new Map<string, ConnectionSet>();
  for (const rule of policies.flatMap(({ rules }) => rules[direction])) {
    const written = writePeers(rule.peer, names);
    const traffic = numbersOf(rule);
    if (rule.action !== 'allow' || written.kind !== 'terms' || traffic === undefined) return undefined;
    for (const term of written.terms) peers.set(term, union(peers.get(term) ?? NO_CONNECTIONS, traffic));
  }
  return peers;
}

function intoPods(
  term: string,
  peers: ReadonlyMap<string, ConnectionSet> | undefined,
  everyone: readonly string[],
): readonly Steps[] {
  if (peers === undefined) return [];
  if (peers.size === 0) return [[refuses(everyone, [term])]];
  const onPorts = [...peers].flatMap(([peer, traffic]): readonly Steps[] => {
    const ports = writePorts(traffic);
    return ports === undefined
      ? []
      : [[`only ${ports}`, ports].map((text) => admits([peer], [writeTarget(term, text)]))];
  });
  return [[onlyFrom([...peers.keys()], [term])], ...onPorts];
}

function outOfPods(
  term: string,
  peers: ReadonlyMap<string, ConnectionSet> | undefined,
  everyone: readonly string[],
): readonly Steps[] {
  if (peers === undefined) return [];
  if (peers.size === 0) return [[refuses([term], everyone)]];
  const targets = [...peers].map(([peer, traffic]) => writeTarget(peer, writePorts(traffic)));
  const only: Sentence = onlyTo([term], targets);
  return [[only]];
}
