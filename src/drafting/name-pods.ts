import { isGlob } from '../assertions/match-glob.ts';
import { formatRequirement } from '../assertions/nearest-miss.ts';
import { parseClaim } from '../assertions/parse-claim.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { PodEndpoint } from '../cluster/endpoint.ts';
import { NAME_LABEL } from '../resources/name-label.ts';

/** How a suite calls pods; an answer is absent where its language has no short words for them. */
export interface PodNames {
  /** One workload, by its index among the endpoints. */
  readonly one: (index: number) => string | undefined;
  /** Just these workloads in a few terms; `indifferent`: one that may be among them or not. */
  readonly some: (indexes: readonly number[], indifferent?: number) => readonly string[] | undefined;
  /** Every pod of a namespace. */
  readonly namespace: (name: string) => string;
  /** Every pod of every namespace. */
  readonly all: string;
}

/** More names than this in one sentence are no longer read. */
const MOST_NAMES = 6;

/** The names that a suite with this `namespace` (if any) gives to the pods of a cluster. */
export function namePods(cluster: Cluster, suiteNamespace: string | undefined): PodNames {
  const pods = cluster.endpoints.flatMap((endpoint, index) =>
    endpoint.kind === 'pod' && !endpoint.assumed ? [[index, endpoint] as const] : [],
  );
  const kindsByName = new Map<string, Set<string>>();
  for (const [, { namespace, name, workloadKind }] of pods) {
    const key = `${namespace.name}/${name}`;
    kindsByName.set(key, (kindsByName.get(key) ?? new Set()).add(workloadKind));
  }
  const names = new Map(pods.map(([index, pod]) => [index, spellingOf(pod, kindsByName, suiteNamespace)]));
  const namespace = (name: string): string => (name === suiteNamespace ? 'pods' : podsOf(name));
  return {
    one: (index) => names.get(index),
    some: (indexes, indifferent) => {
      const wanted = new Set(indexes);
      const written = indexes.map((index) => names.get(index));
      if (indexes.length <= MOST_NAMES && written.every((name) => name !== undefined)) return written;
      return wholeNamespaces(pods, wanted, indifferent, namespace) ?? sharedLabel(pods, wanted, indifferent, namespace);
    },
    namespace,
    all: suiteNamespace === undefined ? 'pods' : '*/pods',
  };
}

type IndexedPod = readonly [index: number, pod: PodEndpoint];

/** The shortest words that read back as just this workload, whatever its name looks like. */
function spellingOf(
  { namespace, name, workloadKind }: PodEndpoint,
  kindsByName: ReadonlyMap<string, ReadonlySet<string>>,
  suiteNamespace: string | undefined,
): string | undefined {
  const isOne = kindsByName.get(`${namespace.name}/${name}`)?.size === 1;
  const scope = namespace.name;
  const spellings = [
    // The word `expect` may stand before any sentence, and would be taken for that.
    ...(isOne && scope === suiteNamespace && name !== 'expect' ? [{ text: name, name }] : []),
    ...(isOne ? [{ text: `${scope}/${name}`, scope, name }] : []),
    // `Service:` means the pods behind a Service, not a workload of that kind.
    ...(workloadKind === 'Service' || scope !== suiteNamespace
      ? []
      : [{ text: `${workloadKind}:${name}`, kind: workloadKind, name }]),
    ...(workloadKind === 'Service'
      ? []
      : [{ text: `${scope}/${workloadKind}:${name}`, scope, kind: workloadKind, name }]),
  ];
  return spellings.find(readsBack)?.text;
}

/** The pods of a namespace; one whose name is a word of the language is told by its label. */
function podsOf(namespace: string): string {
  const term = `${namespace}/pods`;
  const parsed = parseClaim(`${term} --> ${term}:80`);
  const scopes =
    parsed.kind === 'claim' && parsed.claim.kind === 'flow'
      ? [parsed.claim.from, ...parsed.claim.targets.map(({ group }) => group)].map(({ terms: [first] }) =>
          first?.kind === 'pods' && !first.any && first.scope?.kind === 'glob' ? first.scope.glob : undefined,
        )
      : [];
  const isPlain = scopes.length === 2 && scopes.every((scope) => scope === namespace);
  return isPlain
    ? term
    : `namespaces[${formatRequirement({ key: NAME_LABEL, operator: 'In', values: [namespace] })}]/pods`;
}

interface Spelling {
  readonly text: string;
  readonly scope?: string;
  readonly kind?: string;
  readonly name: string;
}

function readsBack({ text, scope, kind, name }: Spelling): boolean {
  if (isGlob(name) || (scope !== undefined && isGlob(scope))) return false;
  const parsed = parseClaim(`${text} | other/other --> ${text}:80 | ${text}`);
  if (parsed.kind !== 'claim' || parsed.claim.kind !== 'flow') return false;
  const { from, targets } = parsed.claim;
  const read = [from.terms[0], ...targets.map(({ group }) => group.terms[0])];
  return (
    from.terms.length === 2 &&
    targets.length === 2 &&
    read.every(
      (term) =>
        term?.kind === 'name' &&
        !term.any &&
        term.glob === name &&
        term.podKind === kind &&
        (term.scope?.kind === 'glob' ? term.scope.glob : undefined) === scope,
    )
  );
}

/** Terms for whole namespaces, where the pods wanted are all pods of some. */
function wholeNamespaces(
  pods: readonly IndexedPod[],
  wanted: ReadonlySet<number>,
  indifferent: number | undefined,
  namespace: (name: string) => string,
): readonly string[] | undefined {
  const names = [...new Set(pods.flatMap(([index, pod]) => (wanted.has(index) ? [pod.namespace.name] : [])))];
  const isWhole = pods.every(
    ([index, pod]) => wanted.has(index) || index === indifferent || !names.includes(pod.namespace.name),
  );
  return isWhole && names.length > 0 && names.length <= MOST_NAMES ? names.sort().map(namespace) : undefined;
}

/** One label that the pods wanted have and the others of their namespace do not. */
function sharedLabel(
  pods: readonly IndexedPod[],
  wanted: ReadonlySet<number>,
  indifferent: number | undefined,
  namespace: (name: string) => string,
): readonly string[] | undefined {
  const chosen = pods.filter(([index]) => wanted.has(index)).map(([, pod]) => pod);
  const [first] = chosen;
  if (first === undefined || chosen.some((pod) => pod.namespace.name !== first.namespace.name)) return undefined;
  const others = pods.filter(
    ([index, pod]) => !wanted.has(index) && index !== indifferent && pod.namespace.name === first.namespace.name,
  );
  for (const [key, value] of first.labels) {
    const has = (pod: PodEndpoint): boolean => pod.labels.get(key) === value;
    const may = (pod: PodEndpoint): boolean => has(pod) || pod.runtimeLabelKeys.has(key);
    if (!chosen.every((pod) => has(pod) && !pod.runtimeLabelKeys.has(key)) || others.some(([, pod]) => may(pod))) {
      continue;
    }
    const selector = formatRequirement({ key, operator: 'In', values: [value] });
    const term = `${namespace(first.namespace.name)}[${selector}]`;
    if (parseClaim(`${term} --> ${term}:80`).kind === 'claim') return [term];
  }
  return undefined;
}
