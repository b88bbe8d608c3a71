import type { AddressEndpoint } from '../cluster/endpoint.ts';
import type { Doubt } from '../cluster/truth.ts';
import { isAddressSubset } from '../sets/address-set.ts';
import { NO_CONNECTIONS } from '../sets/connection-set.ts';
import { difference, intersection, isEmpty, union } from '../sets/interval-set.ts';
import { type Bounds, boundsOf, joinBounds } from './bounds.ts';
import type { Door, Passage, Reached } from './door.ts';
import type { Legs } from './legs.ts';

/** What comes through a door from an outside address, which gets to these fronts; nothing, if nothing can. */
export function passThrough(
  door: Door,
  from: number,
  legs: Legs,
  reached: (front: number) => Reached,
  except: (index: number) => boolean,
): readonly Passage[] {
  const passage =
    door.front.kind === 'nodes' ? throughNodes(door, from, legs) : throughProxy(door, legs, reached, except);
  return passage === undefined || isEmpty(passage.may) ? [] : [outOfRange(passage, from, legs)];
}

/** A client outside of `loadBalancerSourceRanges` may still come by a node's port, or the load balancer may not look. */
function outOfRange(passage: Passage, from: number, { cluster }: Legs): Passage {
  const { first, last } = cluster.endpoints[from] as AddressEndpoint;
  const { sources, title, origin } = passage.door;
  if (sources === undefined || isAddressSubset([first, last + 1n], sources)) return passage;
  const doubt: Doubt = {
    why: `\`loadBalancerSourceRanges\` of ${title} does not hold these addresses, but the ports of nodes may let them in`,
    settle: 'refuse these addresses by policy, and write `externalTrafficPolicy: Local`',
    origin,
  };
  return { ...passage, sure: NO_CONNECTIONS, doubt };
}

function leg(from: number, to: number, { verdict }: Legs): Bounds {
  return boundsOf(verdict(from, to));
}

function throughNodes(door: Door, from: number, legs: Legs): Passage {
  const { to, traffic, front } = door;
  const client = leg(from, to, legs);
  const keeps = front.kind === 'nodes' && front.keepsClient;
  if (keeps) return bounded(door, client, from);
  const node = leg(legs.node, to, legs);
  // A load balancer in front of the nodes has an address of its own, in some private network.
  const balancer = legs.fromPrivate(to);
  const all = joinBounds([client, node]);
  const may = union(all.may, balancer.may);
  const isClear = isEmpty(intersection(difference(may, all.sure), traffic.max));
  const isOfClient = !isEmpty(intersection(client.may, traffic.max));
  const passage = bounded(door, { sure: all.sure, may }, isOfClient ? from : legs.node);
  const hasOwnDoubt = isOfClient && isEmpty(intersection(client.sure, traffic.max));
  if (isClear || hasOwnDoubt || passage.doubt !== undefined) return passage;
  const why = `policy may see the address of a node or load balancer in place of the client's behind ${door.title}`;
  const settle = 'write `externalTrafficPolicy: Local`, or treat nodes, private addresses and these alike in policy';
  return { ...passage, doubt: { why, settle, origin: door.origin } };
}

function bounded(door: Door, { sure, may }: Bounds, via: number | undefined): Passage {
  const { min, max, doubt } = door.traffic;
  return {
    door,
    sure: intersection(sure, min),
    may: intersection(may, max),
    ...(doubt !== undefined && { doubt }),
    ...(via !== undefined && { via }),
  };
}

function throughProxy(
  door: Door,
  legs: Legs,
  reached: (front: number) => Reached,
  except: (index: number) => boolean,
): Passage | undefined {
  const { front, to, title } = door;
  if (front.kind !== 'controller') return undefined;
  const pods = front.pods.filter((index) => !except(index));
  const ways = pods.map((index) => ({ index, bounds: throughPod(index, to, legs, reached(index)) }));
  const unknown = front.orUnknown ? [throughAnybody(to, legs)] : [];
  const all = [...ways.map(({ bounds }) => bounds), ...unknown];
  if (all.length === 0) return undefined;
  const joined = joinBounds(all);
  const via = ways.find(({ bounds }) => !isEmpty(intersection(bounds.may, door.traffic.max))) ?? ways[0];
  const passage = bounded(door, joined, unknown.length === 0 ? via?.index : undefined);
  if (passage.doubt !== undefined) return passage;
  if (unknown.length === 0) {
    const own = ways.map(({ index }) => reached(index)).find((one) => one.doubt !== undefined)?.doubt;
    return own === undefined ? passage : { ...passage, doubt: { ...own, origin: door.origin } };
  }
  const doubt: Doubt = {
    why: `the manifests do not show which pods front ${title}, and policy does not treat everybody alike`,
    settle: 'state these pods under `assume: ingressController`',
    origin: door.origin,
  };
  return { ...passage, doubt };
}

/** Both legs: the outside to the proxy on any port it takes traffic on, and the proxy to the pod. */
function throughPod(proxy: number, to: number, legs: Legs, { may, sure }: Reached): Bounds {
  const second = leg(proxy, to, legs);
  return { sure: sure ? second.sure : NO_CONNECTIONS, may: may ? second.may : NO_CONNECTIONS };
}

/** Somebody of whom nothing is known: a pod, a node, or an address outside. */
function throughAnybody(to: number, legs: Legs): Bounds {
  return joinBounds([legs.fromAnyPod(to), leg(legs.node, to, legs), legs.fromAnyAddress(to)]);
}
