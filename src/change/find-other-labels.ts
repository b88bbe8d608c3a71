import type { PodEndpoint } from '../cluster/endpoint.ts';
import { nameOf } from '../cluster/name-endpoint.ts';
import type { SideDecision } from '../connectivity/decision.ts';
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
    const text = before.kind === 'pod' && now.kind === 'pod' ? inWords(before, now, trees) : undefined;
    const at = now.kind === 'pod' ? now.origin : undefined;
    if (text !== undefined) return { tree: 'head', text, ...(at && { at }) };
  }
  return undefined;
}

function inWords(was: PodEndpoint, is: PodEndpoint, trees: Trees): string | undefined {
  const name = nameOf(is, trees.head.cluster);
  const looked = labelKeysOf(trees);
  const own = labelsInWords(was.labels, is.labels, (key) => looked.has(key));
  if (own !== undefined) return `${name} ${own}`;
  const namespace = `namespace \`${is.namespace.name}\``;
  const ofNamespace = labelsInWords(was.namespace.labels, is.namespace.labels, () => true);
  if (ofNamespace !== undefined) return `${namespace} ${ofNamespace}`;
  if (was.namespace.complete !== is.namespace.complete) {
    return is.namespace.complete
      ? `the manifests have the Namespace object of ${namespace} now`
      : `the manifests no longer have the Namespace object of ${namespace}`;
  }
  if (contentKey(was.namedPorts ?? 0) !== contentKey(is.namedPorts ?? 0)) {
    return `the named ports of ${name} are others than before`;
  }
  if (was.hostNetwork === is.hostNetwork) return undefined;
  return is.hostNetwork ? `${name} is in its node's network now` : `${name} is no longer in its node's network`;
}

/** More labels than these no sentence holds. */
const MOST_LABELS = 3;

function labelsInWords(
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
  bears: (key: string) => boolean,
): string | undefined {
  const added = [...is].filter(([key, value]) => bears(key) && was.get(key) !== value).sort();
  const gone = [...was].filter(([key]) => bears(key) && !is.has(key)).sort();
  const words = [
    ...added.map(([key, value]) => `has the label \`${key}=${value}\` now`),
    ...gone.map(([key, value]) => `no longer has the label \`${key}=${value}\``),
  ];
  return words.length === 0 ? undefined : words.slice(0, MOST_LABELS).join(' and ');
}
