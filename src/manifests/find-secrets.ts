import { type Document, isNode, isScalar, type Pair, visit, type YAMLMap } from 'yaml';

/** An object that holds secrets, as YAML and JSON write it. */
const SECRET_KIND = /["']?kind["']?\s*:\s*["']?Secret(?:List)?["']?\s*(?:[,}#]|$)/m;

/** Where a Secret keeps what nobody may see; `kubectl apply` copies it into an annotation. */
const KEEPS_SECRETS: ReadonlySet<string> = new Set(['data', 'stringData', 'annotations', 'items']);

/**
 * The stretches [start, end) of a document that no report may show: what Secrets keep. A document with a Secret that
 * cannot be parsed is one such stretch as a whole. `parse` is asked only where there is a Secret.
 */
export function findSecrets(
  text: string,
  parse: () => Document.Parsed | undefined,
): readonly (readonly [start: number, end: number])[] {
  if (!SECRET_KIND.test(text)) return [];
  const document = parse();
  if (document === undefined || document.errors.length > 0) return [[0, text.length]];
  const found: (readonly [number, number])[] = [];
  visit(document, {
    Map(_, map) {
      if (isSecret(map)) visit(map, { Pair: (_key, pair) => void found.push(...rangeOf(pair)) });
    },
  });
  return found;
}

function isSecret(map: YAMLMap): boolean {
  const kind = map.get('kind');
  return kind === 'Secret' || kind === 'SecretList';
}

function rangeOf({ key, value }: Pair): readonly (readonly [number, number])[] {
  if (!isScalar(key) || !KEEPS_SECRETS.has(String(key.value))) return [];
  const start = key.range?.[0] ?? 0;
  return [[start, (isNode(value) ? value.range?.[1] : undefined) ?? start]];
}
