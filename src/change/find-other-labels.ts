import type { PodEndpoint } from '../cluster/endpoint.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { SideDecision } from '../connectivity/decision.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import type { Cause } from './cause.ts';
import { contentKey } from './content-key.ts';
import { labelKeysOf } from './label-keys.ts';
import type { Trees } from './trees.ts';

/** What is other than before about the peer or the subject of a side: labels, ports, the network it is in. */
export function whatIsOther(was: SideDecision, is: SideDecision, trees: Trees): Cause | undefined {
  const ends = [
    [was.peer, is.peer],
    [was.subject, is.subject],
  ] as const;
  for (const [before, now] of ends) {
    const cause = before.kind === 'pod' && now.kind === 'pod' ? otherwise(before, now, trees) : undefined;
    if (cause !== undefined) return cause;
  }
  return undefined;
}

function otherwise(was: PodEndpoint, is: PodEndpoint, trees: Trees): Cause | undefined {
  const because = (text: string, at: SourceRef | undefined): Cause => ({ tree: 'head', text, ...(at && { at }) });
  const name = nameOf(is, trees.head.cluster);
  const looked = labelKeysOf(trees);
  const own = otherLabels(was.labels, is.labels, (key) => looked.has(key));
  if (own !== undefined) {
    const at = is.origin && below(is.origin, ...labelsOf(is.workloadKind), own.key);
    return because(`${name} ${own.words}`, at);
  }
  const namespace = `namespace \`${is.namespace.name}\``;
  const origin = trees.head.namespaceOrigins.get(is.namespace.name) ?? is.origin;
  const ofNamespace = otherLabels(was.namespace.labels, is.namespace.labels, () => true);
  if (ofNamespace !== undefined) {
    const isWritten = trees.head.namespaceOrigins.has(is.namespace.name);
    const at = origin && isWritten ? below(origin, ...labelsOf('Namespace'), ofNamespace.key) : origin;
    return because(`${namespace} ${ofNamespace.words}`, at);
  }
  if (was.namespace.complete !== is.namespace.complete) {
    const text = is.namespace.complete
      ? `the manifests have the Namespace object of ${namespace} now`
      : `the manifests no longer have the Namespace object of ${namespace}`;
    return because(text, origin);
  }
  if (contentKey(was.namedPorts ?? 0) !== contentKey(is.namedPorts ?? 0)) {
    return because(`the named ports of ${name} are others than before`, is.origin);
  }
  if (was.hostNetwork === is.hostNetwork) return undefined;
  const where = is.hostNetwork ? `is in its node's network now` : `is no longer in its node's network`;
  return because(`${name} ${where}`, is.origin);
}

/** Where an object of a kind writes the labels that policies see; what is not there is shown at the nearest key. */
function labelsOf(kind: string): readonly string[] {
  const labels = ['metadata', 'labels'];
  if (kind === 'Pod' || kind === 'Namespace') return labels;
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template', ...labels] : ['spec', 'template', ...labels];
}

/** More labels than these no sentence holds. */
const MOST_LABELS = 3;

function otherLabels(
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
  bears: (key: string) => boolean,
): { readonly words: string; readonly key: string } | undefined {
  const added = [...is].filter(([key, value]) => bears(key) && was.get(key) !== value).sort();
  const gone = [...was].filter(([key]) => bears(key) && !is.has(key)).sort();
  const words = [
    ...added.map(([key, value]) => `has the label \`${key}=${value}\` now`),
    ...gone.map(([key, value]) => `no longer has the label \`${key}=${value}\``),
  ];
  const [first] = [...added, ...gone];
  return first && { words: words.slice(0, MOST_LABELS).join(' and '), key: first[0] };
}
