import type { Doubt } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { isEmpty } from '../sets/interval-set.ts';
import type { DraftingWorld, Subject } from './drafting-world.ts';
import type { Remark } from './ladder.ts';
import { readRow } from './read-row.ts';

/** What no claim says: workloads that no policy governs, and what the manifests leave undecided. */
export function draftRemarks(subject: Subject, world: DraftingWorld): readonly Remark[] {
  const name = world.names.one(subject.index);
  if (name === undefined) return [];
  const facts = { namespace: subject.pod.namespace.name, subject: name };
  const isFree = (direction: Direction): boolean => world.engine.governing(subject.index, direction).length === 0;
  if (isFree('ingress') && isFree('egress')) return [{ kind: 'plain', ...facts, text: UNGOVERNED_BOTH }];
  return (['ingress', 'egress'] as const).flatMap((direction): readonly Remark[] => {
    if (isFree(direction)) return [{ kind: 'plain', ...facts, text: UNGOVERNED[direction] }];
    if (world.engine.admitsAll(subject.index, direction)) {
      return [{ kind: 'plain', ...facts, text: ADMITS_ALL[direction] }];
    }
    const doubt = doubtAbout(subject, direction, world);
    return doubt === undefined ? [] : [{ kind: 'doubt', ...facts, direction, why: doubt.why, settle: doubt.settle }];
  });
}

// Only what a workload's own policies do: whether the other end lets traffic through is said there.
const OPEN = 'they are open to everyone who may connect';
const FREE = 'they may connect to whatever lets them in';
const UNGOVERNED: Readonly<Record<Direction, string>> = {
  ingress: `no policy governs ingress: ${OPEN}, and there is nothing to claim until one does`,
  egress: `no policy governs egress: ${FREE}`,
};
const UNGOVERNED_BOTH = `no policy governs them: ${OPEN}, ${FREE}, and there is nothing to claim until one does`;
const ADMITS_ALL: Readonly<Record<Direction, string>> = {
  ingress: `their policies admit all ingress: ${OPEN}`,
  egress: `their policies admit all egress: ${FREE}`,
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
