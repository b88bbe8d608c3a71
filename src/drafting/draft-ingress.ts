import type { DraftingWorld, Subject } from './drafting-world.ts';
import type { Ladder, Steps } from './ladder.ts';
import { type AdmittedPeers, listPeers } from './list-peers.ts';
import { type Row, readRow } from './read-row.ts';
import { admits, onlyFrom, refuses, type Sentence } from './sentence.ts';
import { writePorts } from './write-ports.ts';
import { writeTarget } from './write-target.ts';

/** More sources than this in one sentence are no longer read. */
const MOST_SOURCES = 6;

/** What could be claimed of who gets into a workload; nothing where no policy governs that. */
export function draftIngress(subject: Subject, world: DraftingWorld): readonly Ladder[] {
  const { names, engine } = world;
  const target = names.one(subject.index);
  if (target === undefined || engine.governing(subject.index, 'ingress').length === 0) return [];
  const row = readRow(subject, 'ingress', world);
  const peers = listPeers(subject, 'ingress', world);
  const facts = { namespace: subject.pod.namespace.name, subject: target, paragraph: 'ingress' } as const;
  return [
    { ...facts, options: [...whoElse(subject, target, row, peers, world), weaker(subject, target, row, world)] },
    ...portSteps(subject, target, row, peers, world).map((steps) => ({ ...facts, options: [[steps]] })),
  ];
}

/** That nobody else gets in: by name, else in the words of the selectors. */
function whoElse(
  { index }: Subject,
  target: string,
  { open, outside }: Row,
  { byTerm, everybody, unsayable }: AdmittedPeers,
  { names }: DraftingWorld,
): readonly (readonly Steps[])[] {
  const steps: Sentence[] = [];
  const sources = open.flatMap(({ peers }) => peers).sort((a, b) => a - b);
  const named = sources.length === 0 ? undefined : names.some(sources, index);
  if (named !== undefined && !outside.any) steps.push(onlyFrom(named, [target]));
  const terms = [...byTerm.keys()];
  if (terms.length > 0 && terms.length <= MOST_SOURCES && everybody === undefined && !unsayable) {
    steps.push(onlyFrom(terms, [target]));
  }
  if (sources.length === 0 && !outside.any) {
    steps.push(refuses([`any ${names.all}`, 'external'], [target]), refuses([names.all, 'external'], [target]));
  }
  return steps.length === 0 ? [] : [[steps]];
}

/** Where others get in too, who surely does not. */
function weaker(
  { index }: Subject,
  target: string,
  { open, refused }: Row,
  { names }: DraftingWorld,
): readonly Steps[] {
  const kept = refused.length === 0 ? undefined : names.some(refused, index);
  const admitted = open.flatMap(({ peers, traffic }) => {
    const sources = writePorts(traffic) === undefined ? names.some(peers, index) : undefined;
    return sources === undefined ? [] : [[admits(sources, [target])]];
  });
  return [
    [refuses(['external'], [target]), refuses(['internet'], [target])],
    ...(kept === undefined ? [] : [[refuses(kept, [target])]]),
    // That something gets through is worth a claim only where something does not.
    ...(refused.length === 0 ? [] : admitted),
    [{ kind: 'isolation', pods: [target], direction: 'ingress' }],
  ];
}

/** On which ports whoever gets in does. */
function portSteps(
  { index }: Subject,
  target: string,
  { open, outside }: Row,
  { byTerm, everybody }: AdmittedPeers,
  { cluster, names }: DraftingWorld,
): readonly Steps[] {
  const steps: Steps[] = [];
  const everyone = everybody === undefined ? undefined : writePorts(everybody);
  if (everyone !== undefined) steps.push(onPorts([`any ${names.all}`], target, everyone));
  for (const { traffic, peers } of open) {
    const ports = writePorts(traffic);
    const sources = names.some(
      peers.filter((peer) => !isAssumed(cluster.endpoints[peer])),
      index,
    );
    if (ports === undefined || sources === undefined || sources.length === 0) continue;
    if (ports !== everyone) steps.push(onPorts(sources, target, ports));
  }
  const fromOutside = outside.all === undefined ? undefined : writePorts(outside.all);
  if (fromOutside !== undefined) {
    steps.push([...onPorts(['external'], target, fromOutside), ...onPorts(['internet'], target, fromOutside)]);
  }
  const known = open.length > 0;
  for (const [term, traffic] of byTerm) {
    const ports = writePorts(traffic);
    const isAddress = !term.startsWith('any ');
    if (ports !== undefined && (isAddress || !known)) steps.push(onPorts([term], target, ports));
  }
  return steps;
}

function onPorts(from: readonly string[], target: string, ports: string): Steps {
  return [admits(from, [writeTarget(target, `only ${ports}`)]), admits(from, [writeTarget(target, ports)])];
}

function isAssumed(endpoint: DraftingWorld['cluster']['endpoints'][number] | undefined): boolean {
  return endpoint?.kind === 'pod' && endpoint.assumed;
}
