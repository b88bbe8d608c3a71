import { isDns } from '../cluster/cluster-dns.ts';
import type { ConnectionSet } from '../sets/connection-set.ts';
import { connections, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { equals, isEmpty, union } from '../sets/interval-set.ts';
import type { DraftingWorld, Subject } from './drafting-world.ts';
import type { Ladder, Steps } from './ladder.ts';
import { type AdmittedPeers, listPeers } from './list-peers.ts';
import { type Row, readRow, refusedBy } from './read-row.ts';
import { onlyTo, refuses, type Sentence } from './sentence.ts';
import { writePorts } from './write-ports.ts';
import { writeTarget } from './write-target.ts';

/** More targets than this in one sentence are no longer read. */
const MOST_TARGETS = 8;

/** What a claim means by `dns` without ports. */
const DNS_PORTS = union(connections('UDP', 53), connections('TCP', 53));

/** What could be claimed of where a workload gets; nothing where no policy governs that. */
export function draftEgress(subject: Subject, world: DraftingWorld): readonly Ladder[] {
  const { names, engine } = world;
  const source = names.one(subject.index);
  if (source === undefined || engine.governing(subject.index, 'egress').length === 0) return [];
  const row = readRow(subject, 'egress', world);
  if (engine.admitsAll(subject.index, 'egress')) return [];
  const peers = listPeers(subject, 'egress', world);
  const steps = nothingElse(source, row, peers, world);
  return [
    {
      namespace: subject.pod.namespace.name,
      subject: source,
      paragraph: 'egress',
      options: [
        [steps],
        weaker(subject, source, row, world),
        [[{ kind: 'isolation', pods: [source], direction: 'egress' }]],
      ],
    },
  ];
}

/** That it gets nowhere else: by name, with ranges as they are written, else in the words of the selectors. */
function nothingElse(source: string, row: Row, peers: AdmittedPeers, world: DraftingWorld): Steps {
  const { names } = world;
  const steps: Sentence[] = [];
  const add = (targets: readonly string[] | undefined): void => {
    if (targets !== undefined && targets.length > 0 && targets.length <= MOST_TARGETS) {
      steps.push(onlyTo([source], targets));
    }
  };
  const named = namedTargets(row, world);
  const ranges = [...peers.byTerm].filter(([term]) => !term.startsWith('any '));
  const { outside } = row;
  if (named !== undefined) {
    if (isEmpty(outside.some)) add(named);
    else if (outside.all !== undefined) add([...named, ...targetOf('external', outside.all)]);
    else add([...named, ...ranges.flatMap(([term, traffic]) => targetOf(term, traffic))]);
  }
  if (!peers.unsayable) {
    const everybody = peers.everybody;
    add([
      ...[...peers.byTerm].flatMap(([term, traffic]) => targetOf(term, traffic)),
      ...(everybody === undefined ? [] : [`any ${names.all}`, 'external'].flatMap((term) => targetOf(term, everybody))),
    ]);
  }
  if (row.open.length === 0 && isEmpty(outside.some)) {
    steps.push(refuses([source], [`any ${names.all}`, 'external']), refuses([source], [names.all, 'external']));
  }
  return steps;
}

/** Known workloads that are reached, each with its ports. */
function namedTargets({ open }: Row, { cluster, names }: DraftingWorld): readonly string[] | undefined {
  const targets: string[] = [];
  let resolver = NO_CONNECTIONS;
  for (const { traffic, peers } of open) {
    for (const peer of peers) {
      const endpoint = cluster.endpoints[peer];
      if (endpoint?.kind === 'pod' && isDns(endpoint) && endpoint.assumed) {
        resolver = union(resolver, traffic);
        continue;
      }
      const name = names.one(peer);
      if (name === undefined) return undefined;
      targets.push(...targetOf(name, traffic));
    }
  }
  return [...new Set(targets), ...(resolver.length === 0 ? [] : targetOf('dns', resolver))];
}

function targetOf(term: string, traffic: ConnectionSet): readonly string[] {
  if (term === 'dns' && equals(traffic, DNS_PORTS)) return [term];
  return [writeTarget(term, writePorts(traffic))];
}

/** Where it gets to others too, where it surely does not. */
function weaker(subject: Subject, source: string, row: Row, world: DraftingWorld): readonly Steps[] {
  const refused = refusedBy(subject, 'egress', row, world);
  const kept = refused.length === 0 ? undefined : world.names.some(refused, subject.index);
  return [
    [refuses([source], ['external']), refuses([source], ['internet'])],
    ...(kept === undefined ? [] : [[refuses([source], kept)]]),
  ];
}
