import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint, NodeEndpoint } from '../cluster/endpoint.ts';
import { createEngine } from '../connectivity/create-engine.ts';
import type { Engine } from '../connectivity/decision.ts';
import { type AddressSet, ALL_ADDRESSES } from '../sets/address-set.ts';
import { type Bounds, boundsOf, joinBounds } from './bounds.ts';
import type { Door } from './door.ts';
import { type FromAnyPod, fromAnyPod } from './from-any-pod.ts';

/** The engine for the legs of doors, which knows of nodes whether claims speak of them or not. */
export interface Legs extends Pick<Engine, 'verdict' | 'decide' | 'ask'> {
  readonly cluster: Cluster;
  /** The index of the node; not among the endpoints of `cluster` if nobody else asks about nodes. */
  readonly node: number;
  readonly fromAnyPod: FromAnyPod;
  /** From any address outside; from any of private networks, of which load balancers have theirs. */
  readonly fromAnyAddress: (to: number) => Bounds;
  readonly fromPrivate: (to: number) => Bounds;
  readonly doorsTo: (to: number) => readonly Door[];
  /** The indexes of addresses outside, and of those of private networks among them. */
  readonly outside: readonly number[];
  readonly private: readonly number[];
}

/** What the legs of doors are weighed with. */
export interface LegParts {
  readonly cluster: Cluster;
  readonly engine: Engine;
  readonly nodeCIDRs?: AddressSet;
}

/** Opens the engine of the legs. */
export function openLegs({ cluster, engine, nodeCIDRs }: LegParts, doorsTo: (to: number) => readonly Door[]): Legs {
  const known = cluster.endpoints.findIndex(({ kind }) => kind === 'node');
  const node = known >= 0 ? known : cluster.endpoints.length;
  let widened: Engine | undefined;
  const engineFor = (from: number | Endpoint): Engine => {
    if (typeof from !== 'number' || from < cluster.endpoints.length) return engine;
    widened ??= engineWithNode(cluster, nodeCIDRs);
    return widened;
  };
  const outside = cluster.endpoints.flatMap((endpoint, index) =>
    endpoint.kind === 'addresses' && endpoint.owner === 'outside' ? [{ index, isPrivate: !endpoint.internet }] : [],
  );
  const isPrivate = outside.filter((one) => one.isPrivate);
  return {
    cluster,
    node,
    verdict: (from, to) => engineFor(from).verdict(from, to),
    decide: (from, to) => engineFor(from).decide(from, to),
    ask: (question) => engineFor(typeof question.from === 'number' ? question.from : 0).ask(question),
    fromAnyPod: fromAnyPod(cluster, engine),
    fromAnyAddress: boundsOver(outside, engine),
    fromPrivate: boundsOver(isPrivate, engine),
    doorsTo,
    outside: outside.map(({ index }) => index),
    private: isPrivate.map(({ index }) => index),
  };
}

/** What any of several endpoints may get through, and what all of them surely do; worked out once for each pod. */
function boundsOver(sources: readonly { readonly index: number }[], engine: Engine): (to: number) => Bounds {
  const known = new Map<number, Bounds>();
  return (to) => {
    const found = known.get(to) ?? joinBounds(sources.map(({ index }) => boundsOf(engine.verdict(index, to))));
    known.set(to, found);
    return found;
  };
}

function engineWithNode(cluster: Cluster, nodeCIDRs: AddressSet | undefined): Engine {
  const addresses = { kind: 'within', addresses: nodeCIDRs ?? ALL_ADDRESSES } as const;
  const node: NodeEndpoint = { kind: 'node', id: 'nodes', addresses };
  // Appended, so that every other endpoint keeps its index.
  return createEngine({ ...cluster, endpoints: [...cluster.endpoints, node] });
}
