import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeSuite } from '../../src/drafting/write-suite.ts';
import { readDocuments } from '../../src/manifests/read-documents.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.constantFrom('\n', '\r', '\u0085', '\u2028', '\u202e', '- a', 'expect: []', '#', ' ', 'b'.repeat(90)))
    .map((parts) => parts.join('')),
);

describe('the text of a drafted suite', () => {
  it('keeps text of manifests in values and comments, whatever it holds', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (command, namespace, text) => {
        const paragraphs = [{ paragraph: 'ingress', sentences: ['web -/-> db'] }] as const;
        const sections = [namespace, 'other'].map((name) => ({ namespace: name, paragraphs }));
        const remarks = [{ subjects: [text], text }];
        const suite = writeSuite({ command, red: false, define: [], manifests: [text] }, { sections, remarks });
        const read = readDocuments('suite.yaml', suite);
        expect(read.findings).toEqual([]);
        expect(read.documents.map(({ value }) => value)).toEqual([
          {
            suite: 'What the network policies keep today',
            manifests: [text],
            expect: ['web -/-> db', 'web -/-> db'],
          },
        ]);
        expect(suite).not.toMatch(/[\u0085\u2028\u202e\r]/);
      }),
    );
  });

  it('breaks comments into lines and names at most a dozen', () => {
    const subjects = Array.from({ length: 20 }, (_, index) => `workload-${index}`);
    const text = writeSuite(
      { command: 'c', red: false, define: [] },
      { sections: [], remarks: [{ subjects, text: 'open' }] },
    );
    expect(text).toContain('workload-11 and 8 more: open\n');
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });
});
