import { parseAddress } from '../../src/sets/address-set.ts';
import type { CaseWorld } from './open-case.ts';
import type { WrittenObject } from './written-objects.ts';

const LONGEST_CHAIN = 8;

/** Indexes of the endpoints that a case means by `namespace/name`, `namespace/name[Kind]` or an address. */
export function findEndpoints(text: string, opened: CaseWorld): readonly number[] {
  const address = parseAddress(text);
  if (address !== undefined) return endpointsAt(address, opened);
  const named = /^([^/]+)\/([^[]+)(?:\[(.+)\])?$/.exec(text);
  if (named === null) return [];
  const [, namespace, name, kind] = named;
  const found = opened.objects.filter(
    (one) => one.namespace === namespace && one.name === name && (kind === undefined || one.kind === kind),
  );
  const pods = found.filter((one) => one.kind === 'Pod');
  const direct = endpointsOf(pods.length > 0 ? pods : found, opened);
  if (direct.length > 0) return direct;
  // Owned pods are shown as their owner; one that names no kind of owner as a pod of the owner's name.
  const owned = opened.objects.filter(
    ({ namespace: home, owner }) =>
      home === namespace && owner?.name === name && (kind === undefined || (owner?.kind ?? 'Pod') === kind),
  );
  return endpointsOf(owned, opened);
}

/** Whether a text names one pod, which always reaches itself, rather than a workload of many. */
export function namesOnePod(text: string, { objects }: CaseWorld): boolean {
  return objects.some(
    ({ kind, namespace, name }) =>
      kind === 'Pod' && (text === `${namespace}/${name}` || text === `${namespace}/${name}[Pod]`),
  );
}

function endpointsAt(address: bigint, { world }: CaseWorld): readonly number[] {
  return world.cluster.endpoints.flatMap((endpoint, index) => {
    if (endpoint.kind === 'addresses') return endpoint.first <= address && address <= endpoint.last ? [index] : [];
    const { kind, addresses } = endpoint.addresses;
    const isOwn = kind === 'exactly' && addresses.some((first, at) => at % 2 === 0 && first === address);
    return isOwn ? [index] : [];
  });
}

function endpointsOf(objects: readonly WrittenObject[], opened: CaseWorld): readonly number[] {
  return [...new Set(objects.flatMap((one) => endpointOf(one, opened) ?? []))];
}

/** The endpoint of an object: its own, or that of the controller which stands for it. */
function endpointOf(object: WrittenObject, opened: CaseWorld): number | undefined {
  const { endpoints } = opened.world.cluster;
  let ids: readonly string[] = [idOf(object)];
  for (let steps = 0; steps < LONGEST_CHAIN && ids.length > 0; steps++) {
    const index = endpoints.findIndex(({ id }) => ids.includes(id));
    if (index >= 0) return index;
    ids = opened.objects.filter((one) => ids.includes(idOf(one))).flatMap(ownersOf);
  }
  return undefined;
}

function idOf({ namespace, kind, name }: Pick<WrittenObject, 'namespace' | 'kind' | 'name'>): string {
  return `${namespace}/${kind}:${name}`;
}

function ownersOf({ namespace, owner, hash }: WrittenObject): readonly string[] {
  if (owner?.kind === undefined) return [];
  const { kind, name } = owner;
  const direct = idOf({ namespace, kind, name });
  if (kind !== 'ReplicaSet' || hash === undefined || !name.endsWith(`-${hash}`)) return [direct];
  // A snapshot may hold a Deployment and its pods without the ReplicaSet between them.
  return [direct, idOf({ namespace, kind: 'Deployment', name: name.slice(0, -hash.length - 1) })];
}
