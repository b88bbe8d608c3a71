import type { Cluster } from '../cluster/cluster.ts';
import type { NodeEndpoint } from '../cluster/endpoint.ts';
import { createEngine } from '../connectivity/create-engine.ts';
import type { Engine, Verdict } from '../connectivity/decision.ts';
import { type AddressSet, ALL_ADDRESSES } from '../sets/address-set.ts';
import { type Bounds, boundsOf, joinBounds } from './bounds.ts';
import type { Door } from './door.ts';
import { type FromAnyPod, fromAnyPod } from './from-any-pod.ts';
import { once } from './once.ts';

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
  const { verdict, decide, ask } = known >= 0 ? engine : engineWithNode(cluster, engine, nodeCIDRs);
  const outside = cluster.endpoints.flatMap((endpoint, index) =>
    endpoint.kind === 'addresses' && endpoint.owner === 'outside' ? [{ index, isPrivate: !endpoint.internet }] : [],
  );
  const isPrivate = outside.filter((one) => one.isPrivate);
  return {
    cluster,
    node,
    verdict,
    decide,
    ask,
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
  const join = (to: number): Bounds => {
    const verdicts = new Set(sources.map(({ index }) => engine.verdict(index, to)));
    return joinBounds([...verdicts].map(boundsOf));
  };
  return (to) => {
    const found = known.get(to) ?? join(to);
    known.set(to, found);
    return found;
  };
}

/** Pods up to which the verdict on the node is worked out pod by pod; for more, an engine of their own pays. */
const FEW_PODS = 200;

/** The engine with one more endpoint to come from, which is a node; the others keep their indexes. */
function engineWithNode(
  cluster: Cluster,
  engine: Engine,
  nodeCIDRs: AddressSet | undefined,
): Pick<Engine, 'verdict' | 'decide' | 'ask'> {
  const { length } = cluster.endpoints;
  const addresses = { kind: 'within', addresses: nodeCIDRs ?? ALL_ADDRESSES } as const;
  const node: NodeEndpoint = { kind: 'node', id: 'nodes', addresses };
  const widened = once(() => createEngine({ ...cluster, endpoints: [...cluster.endpoints, node] }));
  const known = new Map<number, Verdict>();
  const fromNode = (to: number): Verdict => {
    const found = known.get(to) ?? (known.size < FEW_PODS ? engine.decide(node, to) : widened().verdict(length, to));
    known.set(to, found);
    return found;
  };
  return {
    verdict: (from, to) => (from < length ? engine.verdict(from, to) : fromNode(to)),
    decide: (from, to) => engine.decide(from === length ? node : from, to),
    ask: (question) => (question.from === length ? widened() : engine).ask(question),
  };
}
