import type { YAMLError } from 'yaml';
import { buildNodes } from './build-nodes.ts';
import { buildValues } from './build-values.ts';
import { convertNodes } from './convert-nodes.ts';
import { MOST_VALUES } from './decode-document.ts';
import { parseYaml } from './parse-yaml.ts';
import { scanYaml } from './scan-yaml.ts';
import type { YamlNode } from './yaml-node.ts';

/** What one document says, and the parser's errors where it does not keep to YAML. */
export interface ParsedDocument {
  /** `undefined`: nothing but comments. */
  readonly root: YamlNode | undefined;
  readonly errors: readonly YAMLError[];
  readonly by: 'scanner' | 'parser';
}

let scannerIsOn = true;

/**
 * Whether plain documents are scanned, or every document is for the full parser; on at first. A document means the same
 * to both, so this is no part of a request: it is there to rule the scanner out, or in, when a report looks wrong.
 */
export function switchScanner(on: boolean): void {
  scannerIsOn = on;
}

/** Longer texts may hold more than a document may, which the decoder counts: a value takes two characters at least. */
const LONGEST_TO_SCAN = 2 * MOST_VALUES;

/**
 * The plain data of one document without a mistake, made while it is scanned; nothing but comments is null. `undefined`
 * where it takes a parse and a decoder to know.
 */
export function scanValue(text: string): unknown {
  if (!scannerIsOn || text.length > LONGEST_TO_SCAN) return undefined;
  const scanned = scanYaml(text, buildValues);
  return scanned && (scanned.root ?? null);
}

/** Parses the text of one document. Throws where it is nested too deeply for the parser. */
export function parseDocument(text: string): ParsedDocument {
  const scanned = scannerIsOn ? scanYaml(text, buildNodes) : undefined;
  return scanned ? { ...scanned, errors: [], by: 'scanner' } : parseFully(text);
}

/** Parses with the full parser alone. Its collections also reach over comments at their end. */
export function parseFully(text: string): ParsedDocument {
  const { contents, errors } = parseYaml(text);
  return { root: convertNodes(contents), errors, by: 'parser' };
}
