import type { Doubt } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS } from '../sets/connection-set.ts';
import { equals, isEmpty } from '../sets/interval-set.ts';
import type { DraftingWorld, Subject } from './drafting-world.ts';
import type { Remark } from './ladder.ts';
import { listPeers } from './list-peers.ts';
import { readRow } from './read-row.ts';

/** What no claim says: workloads that no policy governs, and what the manifests leave undecided. */
export function draftRemarks(subject: Subject, world: DraftingWorld): readonly Remark[] {
  const name = world.names.one(subject.index);
  if (name === undefined) return [];
  const facts = { namespace: subject.pod.namespace.name, subject: name };
  const isFree = (direction: Direction): boolean => world.engine.governing(subject.index, direction).length === 0;
  if (isFree('ingress') && isFree('egress')) return [{ ...facts, text: UNGOVERNED_BOTH }];
  return (['ingress', 'egress'] as const).flatMap((direction): readonly Remark[] => {
    if (isFree(direction)) return [{ ...facts, text: UNGOVERNED[direction] }];
    const { everybody } = listPeers(subject, direction, world);
    if (everybody !== undefined && equals(everybody, ALL_CONNECTIONS)) {
      return [{ ...facts, text: ADMITS_ALL[direction] }];
    }
    const doubt = doubtAbout(subject, direction, world);
    return doubt === undefined ? [] : [{ ...facts, text: phraseDoubt(direction, doubt) }];
  });
}

/** Why it is not decided who gets in, or where a workload gets. */
export function phraseDoubt(direction: Direction, { why, settle }: Pick<Doubt, 'why' | 'settle'>): string {
  const what = direction === 'ingress' ? 'who gets in' : 'where they get';
  return `${what} is not decided for all, because ${why}; to settle it: ${settle}`;
}

const UNGOVERNED: Readonly<Record<Direction, string>> = {
  ingress: 'open to everyone, because no policy governs ingress; there is nothing to claim until one does',
  egress: 'may connect to anything, because no policy governs egress',
};
const UNGOVERNED_BOTH =
  'no policy governs them: they are open to everyone and may connect to anything, and there is nothing to claim until one does';
const ADMITS_ALL: Readonly<Record<Direction, string>> = {
  ingress: 'open to everyone, because their policies admit all ingress',
  egress: 'may connect to anything, because their policies admit all egress',
};

/** Why something about a workload is not decided, if that is its own policies' doing. */
function doubtAbout(subject: Subject, direction: Direction, world: DraftingWorld): Doubt | undefined {
  const { cluster, engine } = world;
  const outside = cluster.endpoints.flatMap((endpoint, index) => (endpoint.kind === 'addresses' ? [index] : []));
  for (const peer of [...readRow(subject, direction, world).undecided, ...outside]) {
    const [from, to] = direction === 'ingress' ? [peer, subject.index] : [subject.index, peer];
    if (isEmpty(engine.verdict(from, to).undecided)) continue;
    const own = engine.decide(from, to).sides.filter((side) => side.direction === direction);
    const doubt = own.flatMap(({ steps }) => steps).find((step) => step.doubt !== undefined)?.doubt;
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}
