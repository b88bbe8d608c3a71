import type { ParsedDocument } from './parse-document.ts';
import type { MapNode, PairOfNodes, YamlNode } from './yaml-node.ts';

/** An object that holds secrets, as YAML and JSON write it. */
const SECRET_KIND = /["']?kind["']?\s*:\s*["']?Secret(?:List)?["']?\s*(?:[,}#]|$)/m;

/** Where a Secret keeps what nobody may see; `kubectl apply` copies it into an annotation. */
const KEEPS_SECRETS: ReadonlySet<string> = new Set(['data', 'stringData', 'annotations', 'items']);

type Range = readonly [start: number, end: number];

/**
 * The stretches [start, end) of a document that no report may show: what Secrets keep. A document with a Secret that
 * cannot be parsed is one such stretch as a whole. `parse` is asked only where there is a Secret.
 */
export function findSecrets(text: string, parse: () => ParsedDocument | undefined): readonly Range[] {
  if (!SECRET_KIND.test(text)) return [];
  const document = parse();
  if (document === undefined || document.errors.length > 0) return [[0, text.length]];
  return secretsBelow(document.root, false);
}

function secretsBelow(node: YamlNode | undefined, isKept: boolean): readonly Range[] {
  switch (node?.kind) {
    case 'list':
      return node.items.flatMap((item) => secretsBelow(item, isKept));
    case 'map': {
      const isInSecret = isKept || isSecret(node);
      return node.pairs.flatMap((pair) => [
        ...(isInSecret ? rangeOf(pair) : []),
        ...secretsBelow(pair.key, isInSecret),
        ...secretsBelow(pair.value, isInSecret),
      ]);
    }
    default:
      return [];
  }
}

function isSecret(map: MapNode): boolean {
  const kind = map.pairs.find(({ key }) => key?.kind === 'scalar' && key.text === 'kind')?.value;
  return kind?.kind === 'scalar' && (kind.text === 'Secret' || kind.text === 'SecretList');
}

function rangeOf({ key, value }: PairOfNodes): readonly Range[] {
  if (key?.kind !== 'scalar' || !KEEPS_SECRETS.has(key.text)) return [];
  return [[key.start, value?.end ?? key.start]];
}
