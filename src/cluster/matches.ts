import { flatText } from '../resources/flat-text.ts';
import type { LabelRequirement, LabelSelector } from '../resources/label-selector.ts';
import {
  type AddressSet,
  ALL_ADDRESSES,
  addressIntersection,
  addressUnion,
  isAddressSubset,
} from '../sets/address-set.ts';
import type { AddressEndpoint, AddressKnowledge, Endpoint, NamespaceFacts, PodEndpoint } from './endpoint.ts';
import type { EndpointPredicate, NamespaceScope } from './predicate.ts';
import { and, doubtOf, or, type Truth } from './truth.ts';

/** Labels with what is known about those that are not listed. */
export interface KnownLabels {
  readonly labels: ReadonlyMap<string, string>;
  /** Keys that exist with a value nobody can know here. */
  readonly unknownValues: ReadonlySet<string>;
  /** False: other labels may exist. */
  readonly complete: boolean;
  /** Whose labels these are, for doubts: "pod `shop/web`". */
  readonly owner: string;
  /** What would settle a doubt about them. */
  readonly settle: string;
}

const NO_KEYS: ReadonlySet<string> = new Set();

const labelsByPod = new WeakMap<PodEndpoint, KnownLabels>();

/** What is known of a pod's labels; worked out once for each pod, which is asked by every selector. */
export function labelsOfPod(pod: PodEndpoint): KnownLabels {
  const labels = labelsByPod.get(pod) ?? newLabelsOfPod(pod);
  labelsByPod.set(pod, labels);
  return labels;
}

function newLabelsOfPod(pod: PodEndpoint): KnownLabels {
  return {
    labels: pod.labels,
    unknownValues: pod.runtimeLabelKeys,
    complete: true,
    owner: flatText('pods of `', pod.namespace.name, '/', pod.name, '`'),
    settle: 'select these pods by a label of their template instead',
  };
}

const labelsByNamespace = new WeakMap<NamespaceFacts, KnownLabels>();

/** What is known of a namespace's labels; worked out once for each. */
export function labelsOfNamespace(namespace: NamespaceFacts): KnownLabels {
  const labels = labelsByNamespace.get(namespace) ?? newLabelsOfNamespace(namespace);
  labelsByNamespace.set(namespace, labels);
  return labels;
}

function newLabelsOfNamespace(namespace: NamespaceFacts): KnownLabels {
  return {
    labels: namespace.labels,
    unknownValues: NO_KEYS,
    complete: namespace.complete,
    owner: `namespace \`${namespace.name}\`, which has no Namespace object in the manifests,`,
    settle: `add the Namespace object of \`${namespace.name}\` to the manifests, or state its labels under \`assume: namespaces\``,
  };
}

/** Whether labels satisfy one requirement of a selector. */
export function satisfies(requirement: LabelRequirement, known: KnownLabels): Truth {
  const value = known.labels.get(requirement.key);
  if (value !== undefined) return satisfiesValue(requirement, value);
  const mayHaveKey = known.unknownValues.has(requirement.key) || !known.complete;
  if (!mayHaveKey) {
    // Labels and Selectors: `NotIn` and `DoesNotExist` also select objects that lack the key.
    return requirement.operator === 'NotIn' || requirement.operator === 'DoesNotExist';
  }
  if (known.unknownValues.has(requirement.key)) {
    if (requirement.operator === 'Exists') return true;
    if (requirement.operator === 'DoesNotExist') return false;
  }
  return {
    why: `it is not known which value label \`${requirement.key}\` has on ${known.owner}`.replace(/,$/, ''),
    settle: known.settle,
  };
}

function satisfiesValue(requirement: LabelRequirement, value: string): boolean {
  switch (requirement.operator) {
    case 'In':
      return requirement.values.includes(value);
    case 'NotIn':
      return !requirement.values.includes(value);
    case 'Exists':
      return true;
    case 'DoesNotExist':
      return false;
  }
}

/** Whether labels satisfy all requirements of a selector; with none it is always so. */
export function selects(selector: LabelSelector, known: KnownLabels): Truth {
  let truth: Truth = true;
  for (const requirement of selector.requirements) {
    truth = and(truth, satisfies(requirement, known));
    if (truth === false) return false;
  }
  return truth;
}

/** Whether a namespace is in scope. */
export function inScope(scope: NamespaceScope, namespace: NamespaceFacts): Truth {
  return scope.kind === 'named' ? scope.name === namespace.name : selects(scope.selector, labelsOfNamespace(namespace));
}

/** Whether a predicate means this endpoint. */
export function matches(predicate: EndpointPredicate, endpoint: Endpoint): Truth {
  switch (predicate.kind) {
    case 'everything':
      return true;
    case 'pods':
      return endpoint.kind === 'pod' && matchesPod(predicate, endpoint);
    case 'addresses':
      return matchesAddresses(predicate, endpoint);
    case 'nodes':
      return matchesNodes(predicate, endpoint);
    case 'domainNames':
      return matchesDomainNames(predicate, endpoint);
    case 'union': {
      let truth: Truth = false;
      for (const part of predicate.of) {
        truth = or(truth, matches(part, endpoint));
        if (truth === true) return true;
      }
      return doubtOf(truth) !== undefined && coverTogether(predicate.of, endpoint) ? true : truth;
    }
  }
}

/** Nodes, their addresses, and pods in their network: which of the nodes is not known from manifests. */
function matchesNodes({ selector, origin }: EndpointPredicate & { kind: 'nodes' }, endpoint: Endpoint): Truth {
  if (endpoint.kind === 'addresses' && endpoint.mayBeNodes) {
    return {
      why: `it is not known whether \`${endpoint.id}\` holds addresses of nodes`,
      settle: 'state the addresses of the nodes under `assume: nodeCIDRs`',
      ...(origin && { origin }),
    };
  }
  const onNode =
    endpoint.kind === 'node' ||
    (endpoint.kind === 'pod' && endpoint.hostNetwork) ||
    (endpoint.kind === 'addresses' && endpoint.owner === 'nodes');
  if (!onNode) return false;
  if (selector.requirements.length === 0) return true;
  return {
    why: 'the manifests do not say which labels the nodes have',
    settle: 'select all nodes (`{}`), or name their addresses under `networks`',
    ...(origin && { origin }),
  };
}

/** What a name resolves to changes; it is taken to be some address outside of the cluster, and no pod. */
function matchesDomainNames({ names, origin }: EndpointPredicate & { kind: 'domainNames' }, endpoint: Endpoint): Truth {
  if (endpoint.kind === 'pod' && !endpoint.hostNetwork) return false;
  return {
    why: `it is not known which addresses ${names.map((name) => `\`${name}\``).join(', ')} stands for`,
    settle: 'name the addresses under `networks`, or leave such addresses out of the claim',
    ...(origin && { origin }),
  };
}

/** Whether ranges that each hold only a part of where an endpoint's address may lie hold all of it together. */
export function coverTogether(parts: readonly EndpointPredicate[], endpoint: Endpoint): boolean {
  if (endpoint.kind === 'addresses') return false;
  const onNode = endpoint.kind === 'node' || endpoint.hostNetwork;
  const ranges = parts.flatMap((part) =>
    part.kind === 'addresses' && (onNode ? part.nodes : part.pods) === true ? [part.addresses] : [],
  );
  return ranges.length > 1 && isAddressSubset(endpoint.addresses.addresses, ranges.reduce(addressUnion));
}

function matchesPod(predicate: EndpointPredicate & { kind: 'pods' }, pod: PodEndpoint): Truth {
  const inside = inScope(predicate.namespaces, pod.namespace);
  if (inside === false) return false;
  const truth = and(inside, selects(predicate.labels, labelsOfPod(pod)));
  return pod.hostNetwork ? and(truth, predicate.hostNetwork) : truth;
}

function matchesAddresses(predicate: EndpointPredicate & { kind: 'addresses' }, endpoint: Endpoint): Truth {
  if (endpoint.kind === 'addresses') {
    const range: AddressSet = [endpoint.first, endpoint.last + 1n];
    // INVARIANT: endpoints are cut at every range in play, so a range holds all of an endpoint or nothing.
    const inside = isAddressSubset(range, predicate.addresses);
    if (!inside) return false;
    return endpoint.owner === 'pods' ? predicate.pods : endpoint.owner === 'nodes' ? predicate.nodes : true;
  }
  const like = endpoint.kind === 'node' || endpoint.hostNetwork ? predicate.nodes : predicate.pods;
  // The plugin's reading is asked about first: where it is known to be no, addresses need not be.
  return and(like, liesIn(endpoint, predicate));
}

type Overlap = 'inside' | 'outside' | 'partly';

/** All pods without an address of their own share one `AddressKnowledge`: the overlap is worked out once for all. */
const overlaps = new WeakMap<AddressKnowledge, WeakMap<AddressSet, Overlap>>();

function overlapOf(known: AddressKnowledge, addresses: AddressSet): Overlap {
  if (known.kind === 'exactly') return workOutOverlap(known.addresses, addresses);
  const byRange = overlaps.get(known) ?? new WeakMap<AddressSet, Overlap>();
  overlaps.set(known, byRange);
  const overlap = byRange.get(addresses) ?? workOutOverlap(known.addresses, addresses);
  byRange.set(addresses, overlap);
  return overlap;
}

function workOutOverlap(known: AddressSet, addresses: AddressSet): Overlap {
  if (addressIntersection(known, addresses).length === 0) return 'outside';
  return isAddressSubset(known, addresses) ? 'inside' : 'partly';
}

function liesIn(
  endpoint: Exclude<Endpoint, AddressEndpoint>,
  predicate: EndpointPredicate & { kind: 'addresses' },
): Truth {
  const known = endpoint.addresses;
  const overlap = overlapOf(known, predicate.addresses);
  if (overlap !== 'partly') return overlap === 'inside';
  const onNode = endpoint.kind === 'node' || endpoint.hostNetwork;
  if (known.kind === 'exactly') {
    return {
      why: `the ${onNode ? 'node' : 'pod'} has addresses inside and outside of \`${predicate.text}\``,
      settle: 'cover all its addresses (both IP families), or none',
    };
  }
  const owners = onNode ? 'nodes' : 'pods';
  const key = onNode ? 'nodeCIDRs' : 'podCIDRs';
  if (!isAddressSubset(ALL_ADDRESSES, known.addresses)) {
    return {
      why: `\`${predicate.text}\` covers a part of the ranges that ${owners} get their addresses from`,
      settle: `cover all of \`assume: ${key}\` (both IP families) or nothing of it, or select by labels instead`,
    };
  }
  return {
    why: `the addresses of ${owners} are not known, so it is not known whether \`${predicate.text}\` covers them`,
    settle: `state the address ranges under \`assume: ${key}\`, or select by labels instead`,
  };
}
