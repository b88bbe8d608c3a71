import { buildNodes } from '../../src/manifests/build-nodes.ts';
import { buildValues } from '../../src/manifests/build-values.ts';
import { decodeDocument } from '../../src/manifests/decode-document.ts';
import { createLocator } from '../../src/manifests/locate.ts';
import { parseFully, switchScanner } from '../../src/manifests/parse-document.ts';
import { readDocuments } from '../../src/manifests/read-documents.ts';
import { scanYaml } from '../../src/manifests/scan-yaml.ts';
import type { YamlNode } from '../../src/manifests/yaml-node.ts';
import type { KeyPath } from '../../src/source/source-ref.ts';

/** What the scanner and the parser make of one document: the same, or it is left to the parser, or how they differ. */
export function compareParsers(text: string): 'same' | 'left to the parser' | { readonly difference: string } {
  const scanned = scanYaml(text, buildNodes);
  const values = scanYaml(text, buildValues);
  if (scanned === undefined) return values ? { difference: 'values without nodes' } : 'left to the parser';
  const { root, errors } = parseFully(text);
  if (errors.length > 0) return { difference: `the parser says: ${errors[0]?.message}` };
  const { value, problems } = decodeDocument(root);
  const [ours, theirs] = [values && toText(values.root ?? null), problems.length > 0 ? undefined : toText(value)];
  if (ours !== theirs) return { difference: `scanned: ${ours}\ndecoded: ${theirs}` };
  if (scanned.root === undefined && value === null) return 'same';
  const [nodes, parsed] = [scanned.root, root].map((node) => JSON.stringify(visibleOf(node, text)));
  return nodes === parsed ? 'same' : { difference: `scanned: ${nodes}\nparsed:  ${parsed}` };
}

/** All of a value, in the order of its keys. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (Object.is(part, -0) ? '-0' : part));
}

/** All of a tree that can show in a report: of block collections that is the first line. */
function visibleOf(node: YamlNode | undefined, text: string): unknown {
  if (node === undefined) return undefined;
  const end = node.start + text.slice(node.start, node.end).trimEnd().length;
  const lineEnd = text.indexOf('\n', node.start);
  const firstLine = [node.start, Math.max(node.start, Math.min(end, lineEnd === -1 ? text.length : lineEnd))];
  const properties = [node.anchor, node.tag];
  switch (node.kind) {
    case 'alias':
      return node.name;
    case 'list':
      return [firstLine, ...properties, node.items.map((item) => visibleOf(item, text))];
    case 'map':
      return {
        where: [firstLine, ...properties],
        pairs: node.pairs.map(({ key, value }) => [visibleOf(key, text), visibleOf(value, text)]),
      };
    case 'scalar': {
      // What is empty cannot be underlined, wherever it is.
      const isEmpty = node.style === 'plain' && node.text === '';
      return [node.style, node.text, ...properties, ...(isEmpty ? [] : [node.start, end])];
    }
  }
}

/** Everything that is read from a file, and every place in it, with the scanner or without; as one text. */
export function readAll(text: string, scanner: 'on' | 'off'): string {
  switchScanner(scanner === 'on');
  try {
    const file = readDocuments('a.yaml', text);
    const locate = createLocator(() => text);
    const places = file.documents.flatMap(({ document, value }) =>
      pathsBelow(value).flatMap((path) =>
        (['value', 'key', 'pair'] as const).map((part) =>
          locate({ kind: 'path', file: 'a.yaml', document, path, part, within: { start: 1, end: 3 } }),
        ),
      ),
    );
    return toText([file, places]);
  } finally {
    switchScanner(true);
  }
}

function pathsBelow(value: unknown, path: KeyPath = []): readonly KeyPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]: [string | number, unknown]) => pathsBelow(item, [...path, key]))];
}
