import { ALL_CONNECTIONS, type ConnectionSet } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty } from '../sets/interval-set.ts';
import { type DraftingWorld, type Subject, subjectsOf } from './drafting-world.ts';
import type { Ladder, Steps } from './ladder.ts';
import { type AdmittedPeers, listPeers } from './list-peers.ts';
import { type Row, readRow, refusedBy } from './read-row.ts';
import { admits, onlyFrom, refuses, type Sentence } from './sentence.ts';
import { splitPorts } from './split-ports.ts';
import { writePorts } from './write-ports.ts';
import { writeTarget } from './write-target.ts';

/** More sources than this in one sentence are no longer read. */
const MOST_SOURCES = 6;

/** A workload with all that is known of who gets into it. */
interface Entrance {
  readonly subject: Subject;
  /** What the suite calls it. */
  readonly target: string;
  readonly row: Row;
  readonly peers: AdmittedPeers;
  readonly world: DraftingWorld;
}

/** What could be claimed of who gets into a workload; nothing where no policy governs that, or one admits everybody. */
export function draftIngress(subject: Subject, world: DraftingWorld): readonly Ladder[] {
  const target = world.names.one(subject.index);
  if (target === undefined || world.engine.governing(subject.index, 'ingress').length === 0) return [];
  if (world.engine.admitsAll(subject.index, 'ingress')) return [];
  const peers = listPeers(subject, 'ingress', world);
  const entrance = { subject, target, row: readRow(subject, 'ingress', world), peers, world };
  const facts = { namespace: subject.pod.namespace.name, subject: target, paragraph: 'ingress' } as const;
  return [
    {
      ...facts,
      options: [
        [nobodyElse(entrance)],
        [...nobodyElseOnPorts(entrance), ...weaker(entrance)],
        [[{ kind: 'isolation', pods: [target], direction: 'ingress' }]],
      ],
    },
    ...portSteps(entrance).map((steps) => ({ ...facts, options: [[steps]] })),
  ];
}

/** That nobody else gets in, on any port. */
function nobodyElse({ subject, target, row, peers, world }: Entrance): Steps {
  const { names } = world;
  const { open, outside } = row;
  const sources = open.flatMap((one) => one.peers).sort((a, b) => a - b);
  if (sources.length === 0 && peers.byTerm.size === 0 && isEmpty(outside.some)) {
    return [refuses([`any ${names.all}`, 'external'], [target]), refuses([names.all, 'external'], [target])];
  }
  const named = isEmpty(outside.some) && sources.length > 0 ? names.some(sources, subject.index) : undefined;
  return onlySteps(named, termsOn(ALL_CONNECTIONS, peers, world), target);
}

/** The same for ports that some share, where others are open to more. */
function nobodyElseOnPorts({ subject, target, row, peers, world }: Entrance): readonly Steps[] {
  return splitPorts(row.open).flatMap((share) => {
    const ports = writePorts(share.traffic);
    if (ports === undefined) return [];
    const isInside = isEmpty(intersection(row.outside.some, share.traffic));
    const sources = [...share.peers].sort((a, b) => a - b);
    const named = isInside ? world.names.some(sources, subject.index) : undefined;
    return [onlySteps(named, termsOn(share.traffic, peers, world), writeTarget(target, ports))];
  });
}

/** `only …`, by name where that holds, else in the words of the selectors. */
function onlySteps(
  named: readonly string[] | undefined,
  terms: readonly string[] | undefined,
  target: string,
): readonly Sentence[] {
  return [named, terms].flatMap((from) => (from === undefined ? [] : [onlyFrom(from, [target])]));
}

/** Whom rules admit on some of these ports; absent where that is everybody, nobody, or has no short words. */
function termsOn(
  traffic: ConnectionSet,
  { byTerm, everybody = [], unsayable }: AdmittedPeers,
  { names }: DraftingWorld,
): readonly string[] | undefined {
  const terms = [...byTerm].filter(([, own]) => !isEmpty(intersection(own, traffic))).map(([term]) => term);
  const isOpen = terms.includes(`any ${names.all}`) || !isEmpty(intersection(everybody, traffic));
  return isOpen || unsayable || terms.length === 0 || terms.length > MOST_SOURCES ? undefined : terms;
}

/** Where others get in too, who surely does not. */
function weaker({ subject, target, row, world }: Entrance): readonly Steps[] {
  const { open } = row;
  const refused = refusedBy(subject, 'ingress', row, world);
  const { index } = subject;
  const kept = refused.length === 0 ? undefined : world.names.some(refused, index);
  const admitted = open.flatMap(({ peers, traffic }) => {
    const sources = writePorts(traffic) === undefined ? world.names.some(peers, index) : undefined;
    return sources === undefined ? [] : [[admits(sources, [target])]];
  });
  return [
    [refuses(['external'], [target]), refuses(['internet'], [target])],
    ...(kept === undefined ? [] : [[refuses(kept, [target])]]),
    // That something gets through is worth a claim only where something does not.
    ...(refused.length === 0 ? [] : admitted),
  ];
}

/** On which ports whoever gets in does. */
function portSteps({ subject, target, row, peers, world }: Entrance): readonly Steps[] {
  const { open, outside } = row;
  const everyone = `any ${world.names.all}`;
  const others = subjectsOf(world).length - 1;
  const steps: Steps[] = [];
  for (const share of open) {
    const known = share.peers.filter((peer) => !isAssumed(world, peer));
    const sources = known.length === 0 ? undefined : world.names.some(known, subject.index);
    const groups = [...(known.length === others ? [[everyone]] : []), ...(sources === undefined ? [] : [sources])];
    const ports = writePorts(share.traffic);
    const rest = writePorts(difference(ALL_CONNECTIONS, share.traffic));
    if (ports !== undefined) steps.push(groups.flatMap((from) => onPorts(from, target, ports)));
    else if (rest !== undefined) steps.push(groups.map((from) => refuses(from, [writeTarget(target, rest)])));
  }
  const fromOutside = outside.all === undefined ? undefined : writePorts(outside.all);
  if (fromOutside !== undefined) {
    steps.push([...onPorts(['external'], target, fromOutside), ...onPorts(['internet'], target, fromOutside)]);
  }
  for (const [term, traffic] of peers.byTerm) {
    const ports = writePorts(traffic);
    const isAddress = !term.startsWith('any ');
    if (ports !== undefined && (isAddress || open.length === 0)) steps.push(onPorts([term], target, ports));
  }
  return steps;
}

function onPorts(from: readonly string[], target: string, ports: string): Steps {
  return [admits(from, [writeTarget(target, `only ${ports}`)]), admits(from, [writeTarget(target, ports)])];
}

function isAssumed({ cluster }: DraftingWorld, index: number): boolean {
  const endpoint = cluster.endpoints[index];
  return endpoint?.kind === 'pod' && endpoint.assumed;
}
