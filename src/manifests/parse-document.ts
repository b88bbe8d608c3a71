import type { YAMLError } from 'yaml';
import { convertNodes } from './convert-nodes.ts';
import { parseYaml } from './parse-yaml.ts';
import type { YamlNode } from './yaml-node.ts';

/** What one document says, and the parser's errors where it does not keep to YAML. */
export interface ParsedDocument {
  /** `undefined`: nothing but comments. */
  readonly root: YamlNode | undefined;
  readonly errors: readonly YAMLError[];
}

/** Parses the text of one document. Throws where it is nested too deeply for the parser. */
export function parseDocument(text: string): ParsedDocument {
  const { contents, errors } = parseYaml(text);
  return { root: convertNodes(contents), errors };
}
