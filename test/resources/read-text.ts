import type { Finding } from '../../src/findings/finding.ts';
import { readDocuments } from '../../src/manifests/read-documents.ts';
import { readResources } from '../../src/resources/read-resources.ts';
import type { Resources } from '../../src/resources/resources.ts';

/** The resources in one file `a.yaml`; objects without a namespace land in `default`. */
export function readText(text: string): Resources {
  return readTexts({ 'a.yaml': text });
}

/** The resources in files by name. */
export function readTexts(texts: Readonly<Record<string, string>>): Resources {
  const files = Object.entries(texts).map(([file, text]) => readDocuments(file, text));
  return readResources(files, { namespace: 'default' });
}

/** A NetworkPolicy `shop/db` whose `spec` is this text. */
export function policyText(spec: string): string {
  const indented = spec.trim().replace(/^/gm, '  ');
  return `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: db, namespace: shop}\nspec:\n${indented}\n`;
}

/** A finding with its place as one line: `spec.ports key`. */
export function flatten(finding: Finding): Record<string, unknown> {
  const { at, related, ...rest } = finding;
  const place = at?.kind === 'path' ? `${at.path.join('.')}${at.part === undefined ? '' : ` (${at.part})`}` : at;
  const others = related?.map(({ at: other, message }) => ({
    at: other.kind === 'path' ? other.path.join('.') : other,
    message,
  }));
  return { ...rest, at: place, ...(others === undefined ? {} : { related: others }) };
}
