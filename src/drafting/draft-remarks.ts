import type { Doubt } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS } from '../sets/connection-set.ts';
import { equals, isEmpty } from '../sets/interval-set.ts';
import { type DraftingWorld, type Subject, subjectsOf } from './drafting-world.ts';
import type { Remark } from './ladder.ts';
import { listPeers } from './list-peers.ts';
import { readRow } from './read-row.ts';

/** What no claim says: workloads that no policy governs, and what the manifests leave undecided. */
export function draftRemarks(world: DraftingWorld): readonly Remark[] {
  const subjects = subjectsOf(world);
  const remarks = subjects.flatMap((subject) => remarksOn(subject, world));
  const unnamed = subjects.filter(({ index }) => world.names.one(index) === undefined);
  return [...gather(remarks, subjects), ...(unnamed.length === 0 ? [] : [{ subjects: [], text: UNNAMED }])];
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
const UNDECIDED: Readonly<Record<Direction, string>> = {
  ingress: 'who gets in is not decided for all',
  egress: 'where they get is not decided for all',
};
const UNNAMED = 'some workloads have names that a claim cannot spell; select them by their labels';

interface OneRemark {
  readonly namespace: string;
  readonly subject: string;
  readonly text: string;
}

function remarksOn(subject: Subject, world: DraftingWorld): readonly OneRemark[] {
  const name = world.names.one(subject.index);
  if (name === undefined) return [];
  const facts = { namespace: subject.pod.namespace.name, subject: name };
  const isFree = (direction: Direction): boolean => world.engine.governing(subject.index, direction).length === 0;
  if (isFree('ingress') && isFree('egress')) return [{ ...facts, text: UNGOVERNED_BOTH }];
  return (['ingress', 'egress'] as const).flatMap((direction): readonly OneRemark[] => {
    if (isFree(direction)) return [{ ...facts, text: UNGOVERNED[direction] }];
    const { everybody } = listPeers(subject, direction, world);
    if (everybody !== undefined && equals(everybody, ALL_CONNECTIONS)) {
      return [{ ...facts, text: ADMITS_ALL[direction] }];
    }
    const doubt = doubtAbout(subject, direction, world);
    if (doubt === undefined) return [];
    return [{ ...facts, text: `${UNDECIDED[direction]}, because ${doubt.why}; to settle it: ${doubt.settle}` }];
  });
}

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

/** One remark for all of whom the same is to be said; a whole namespace is not listed one by one. */
function gather(remarks: readonly OneRemark[], subjects: readonly Subject[]): readonly Remark[] {
  const byText = new Map<string, OneRemark[]>();
  for (const remark of remarks) byText.set(remark.text, [...(byText.get(remark.text) ?? []), remark]);
  const sizes = new Map<string, number>();
  for (const { pod } of subjects) sizes.set(pod.namespace.name, (sizes.get(pod.namespace.name) ?? 0) + 1);
  return [...byText].map(([text, alike]) => {
    const namespaces = [...new Set(alike.map(({ namespace }) => namespace))];
    const names = namespaces.flatMap((namespace) => {
      const own = alike.filter((remark) => remark.namespace === namespace).map(({ subject }) => subject);
      return own.length > 1 && own.length === sizes.get(namespace) ? [`${namespace}/*`] : own;
    });
    const isAll = subjects.length > 1 && alike.length === subjects.length;
    return { text, subjects: isAll ? ['every workload'] : names };
  });
}
