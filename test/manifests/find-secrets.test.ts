import { describe, expect, it } from 'vitest';
import { createLocator } from '../../src/manifests/locate.ts';
import { readDocuments } from '../../src/manifests/read-documents.ts';
import type { Place } from '../../src/source/place.ts';

const SECRET = 'aHVudGVyMg';

/** Every place that can be shown of a text: each line by itself. */
function everyPlace(text: string): readonly Place[] {
  const locate = createLocator(() => text);
  return text.split('\n').map((line, index) => {
    const at = index + 1;
    const span = { line: at, column: 1, endLine: at, endColumn: Math.max(2, line.length) };
    return locate({ kind: 'span', file: 'dump.yaml', span });
  });
}

const item = `- apiVersion: v1
  data:
    password: ${SECRET}==
  kind: Secret
  metadata:
    annotations:
      kubectl.kubernetes.io/last-applied-configuration: |
        {"apiVersion":"v1","kind":"Secret","stringData":{"password":"${SECRET}"}}
    name: db
    namespace: shop
  type: Opaque
`;
const pod = '- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: web\n    namespace: shop\n';

describe('what a Secret keeps', () => {
  it.each([
    ['a List of YAML', `apiVersion: v1\nitems:\n${pod}${item}${pod}kind: List\n`],
    [
      'a document',
      `kind: Secret\napiVersion: v1\nmetadata: {name: db}\nstringData:\n  password: ${SECRET}\n---\nkind: Pod\n`,
    ],
    ['a SecretList, whose items have no kind', `apiVersion: v1\nkind: SecretList\nitems:\n- data:\n    a: ${SECRET}\n`],
    ['JSON', JSON.stringify({ kind: 'List', items: [{ kind: 'Secret', data: { a: SECRET } }] }, null, 4)],
    ['JSON of one line', JSON.stringify({ kind: 'List', items: [{ kind: 'Secret', data: { a: SECRET } }] })],
    ['a document whose indentation is wrong', `data:\n    a: ${SECRET}\n  kind: Secret\n`],
    ['a document with a list where a mapping was', `- a: ${SECRET}\nkind: Secret\n`],
    ['a document that is not YAML', `kind: Secret\ndata:\n  a: "${SECRET}\n  b: [\n`],
  ])('is in no excerpt of %s', (_, text) => {
    expect(text).toContain(SECRET);
    expect(JSON.stringify(everyPlace(text))).not.toContain(SECRET);
  });

  it('leaves the rest of the file to be shown, line by line', () => {
    const text = `apiVersion: v1\nitems:\n${item}${pod}kind: List\n`;
    const shown = everyPlace(text).flatMap(({ excerpt }) => excerpt?.lines ?? []);
    expect(shown).toEqual(expect.arrayContaining(['  kind: Secret', '…', '    name: db', '    name: web']));
    expect(everyPlace('kind: Pod\ndata: 1\n').map(({ excerpt }) => excerpt?.lines.length)).toEqual([2, 2, 2]);
  });

  it.each([
    `kind: Secret\ndata:\n  a: x\n  b: "${SECRET}" ${SECRET}\n`,
    `kind: Secret\ndata:\n  a: ]${SECRET}\n`,
    `kind: Secret\ndata:\n  a: {x: ${SECRET}}} ${SECRET}\n`,
    `kind: Secret\ndata:\n  a: *${SECRET}\n  @${SECRET}: 1\n`,
    `kind: Secret\ndata: {a: "${SECRET}"\n} "${SECRET}"\n`,
  ])('is in no message about %j', (text) => {
    const { findings } = readDocuments('dump.yaml', text);
    expect(findings).not.toEqual([]);
    for (const { message, help } of findings) expect(`${message} ${help}`).not.toContain(SECRET);
  });
});
