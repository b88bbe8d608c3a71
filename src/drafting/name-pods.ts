import { isGlob } from '../assertions/match-glob.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { RangeNames } from './name-ranges.ts';
import { readTerms, type WantedPods, writePods } from './write-pods.ts';

/** How a suite calls pods and addresses; an answer is absent where its language has no short words for them. */
export interface PodNames {
  /** One workload, by its index among the endpoints; what a controller made is called after that, with all that it made. */
  readonly one: (index: number) => string | undefined;
  /** Just these workloads in a few terms; `indifferent`: one that may be among them or not. */
  readonly some: (indexes: readonly number[], indifferent?: number) => readonly string[] | undefined;
  /** Pods by namespace and labels. */
  readonly pods: (wanted: WantedPods) => string | undefined;
  /** Every pod of a namespace. */
  readonly namespace: (name: string) => string | undefined;
  /** Every pod of every namespace. */
  readonly all: string;
  /** A range with exceptions. */
  readonly range: RangeNames['of'];
}

/** More names than this in one sentence are no longer read. */
const MOST_NAMES = 6;

const EVERY_LABEL = { requirements: [] } as const;

/** The names that a suite with this `namespace` (if any) gives to the pods of a cluster. */
export function namePods(cluster: Cluster, suiteNamespace: string | undefined, ranges: RangeNames): PodNames {
  const pods = cluster.endpoints.flatMap((endpoint, index) =>
    endpoint.kind === 'pod' && !endpoint.assumed ? [[index, endpoint] as const] : [],
  );
  const kindsByName = new Map<string, Set<string>>();
  for (const [, pod] of pods) {
    for (const { kind, name } of titlesOf(pod)) {
      const key = `${pod.namespace.name}/${name}`;
      kindsByName.set(key, (kindsByName.get(key) ?? new Set()).add(kind));
    }
  }
  const names = new Map(pods.map(([index, pod]) => [index, spellingOf(pod, kindsByName, suiteNamespace)]));
  const podsOf = (wanted: WantedPods): string | undefined => writePods(wanted, suiteNamespace);
  return {
    one: (index) => names.get(index),
    some: (indexes, indifferent) => {
      const chosen = { pods, wanted: new Set(indexes), indifferent, podsOf };
      const written = indexes.map((index) => names.get(index));
      const distinct = [...new Set(written)];
      if (distinct.length <= MOST_NAMES && distinct.every((name) => name !== undefined)) return distinct;
      return wholeNamespaces(chosen) ?? sharedLabel(chosen);
    },
    pods: podsOf,
    namespace: (name) => podsOf(namespaceNamed(name)),
    all: suiteNamespace === undefined ? 'pods' : '*/pods',
    range: ranges.of,
  };
}

function namespaceNamed(name: string): WantedPods {
  return { any: false, namespaces: { kind: 'named', name }, labels: EVERY_LABEL };
}

interface Spelling {
  readonly text: string;
  readonly scope?: string;
  readonly kind?: string;
  readonly name: string;
}

/** By what a workload goes: its controllers, the outermost first, whose names last longer than those of their pods. */
function titlesOf({ workloadKind, name, madeBy = [] }: PodEndpoint): readonly Title[] {
  return [...[...madeBy].reverse(), { kind: workloadKind, name }];
}

interface Title {
  readonly kind: string;
  readonly name: string;
}

function spellingOf(
  pod: PodEndpoint,
  kindsByName: ReadonlyMap<string, ReadonlySet<string>>,
  suiteNamespace: string | undefined,
): string | undefined {
  for (const title of titlesOf(pod)) {
    const text = spellingOfTitle(title, pod.namespace.name, kindsByName, suiteNamespace);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The shortest words that read back as just this workload, whatever its name looks like. */
function spellingOfTitle(
  { kind: workloadKind, name }: Title,
  scope: string,
  kindsByName: ReadonlyMap<string, ReadonlySet<string>>,
  suiteNamespace: string | undefined,
): string | undefined {
  const isOne = kindsByName.get(`${scope}/${name}`)?.size === 1;
  const isAtHome = scope === suiteNamespace;
  // `Service:` means the pods behind a Service, not a workload of that kind.
  const kind = workloadKind === 'Service' ? undefined : workloadKind;
  const spellings: readonly Spelling[] = [
    // The word `expect` may stand before any sentence, and would be taken for that.
    ...(isOne && isAtHome && name !== 'expect' ? [{ text: name, name }] : []),
    ...(isOne ? [{ text: `${scope}/${name}`, scope, name }] : []),
    ...(kind !== undefined && isAtHome ? [{ text: `${kind}:${name}`, kind, name }] : []),
    ...(kind === undefined ? [] : [{ text: `${scope}/${kind}:${name}`, scope, kind, name }]),
  ];
  return spellings.find(readsBack)?.text;
}

function readsBack({ text, scope, kind, name }: Spelling): boolean {
  if (isGlob(name) || (scope !== undefined && isGlob(scope))) return false;
  return readTerms(text).every(
    (term) =>
      term?.kind === 'name' &&
      !term.any &&
      term.glob === name &&
      term.podKind === kind &&
      (term.scope?.kind === 'glob' ? term.scope.glob : undefined) === scope,
  );
}

interface Chosen {
  readonly pods: readonly (readonly [index: number, pod: PodEndpoint])[];
  readonly wanted: ReadonlySet<number>;
  readonly indifferent: number | undefined;
  readonly podsOf: (wanted: WantedPods) => string | undefined;
}

/** Terms for whole namespaces, where the pods wanted are all pods of some. */
function wholeNamespaces({ pods, wanted, indifferent, podsOf }: Chosen): readonly string[] | undefined {
  const names = [...new Set(pods.flatMap(([index, pod]) => (wanted.has(index) ? [pod.namespace.name] : [])))];
  const isWhole = pods.every(
    ([index, pod]) => wanted.has(index) || index === indifferent || !names.includes(pod.namespace.name),
  );
  const terms = names.sort().map((name) => podsOf(namespaceNamed(name)));
  if (!isWhole || names.length === 0 || names.length > MOST_NAMES) return undefined;
  return terms.every((term) => term !== undefined) ? terms : undefined;
}

/** One label that the pods wanted have and the others of their namespace do not. */
function sharedLabel({ pods, wanted, indifferent, podsOf }: Chosen): readonly string[] | undefined {
  const chosen = pods.filter(([index]) => wanted.has(index)).map(([, pod]) => pod);
  const [first] = chosen;
  if (first === undefined || chosen.some((pod) => pod.namespace.name !== first.namespace.name)) return undefined;
  const others = pods.flatMap(([index, pod]) =>
    !wanted.has(index) && index !== indifferent && pod.namespace.name === first.namespace.name ? [pod] : [],
  );
  for (const [key, value] of first.labels) {
    const isUnsure = (pod: PodEndpoint): boolean => pod.runtimeLabelKeys.has(key);
    const has = (pod: PodEndpoint): boolean => pod.labels.get(key) === value;
    if (!chosen.every((pod) => has(pod) && !isUnsure(pod)) || others.some((pod) => has(pod) || isUnsure(pod))) continue;
    const labels = { requirements: [{ key, operator: 'In', values: [value] }] } as const;
    const term = podsOf({ ...namespaceNamed(first.namespace.name), labels });
    if (term !== undefined) return [term];
  }
  return undefined;
}
