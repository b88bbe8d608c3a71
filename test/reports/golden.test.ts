import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/findings/report.ts';
import { annotationCommand, annotations, closingSentence } from '../../src/reports/annotations.ts';
import { commentMarker } from '../../src/reports/links.ts';
import { renderComment, renderSummary } from '../../src/reports/markdown.ts';
import { type Format, REPORTERS } from '../../src/reports/registry.ts';
import { hostileTexts, infest } from './hostile-reports.ts';
import { changed, connectivity, explained, green, malformed, threeTiers } from './sample-reports.ts';

const folder = join(import.meta.dirname, 'golden');

const links = {
  server: 'https://github.com',
  repository: 'octo/shop',
  sha: '3f2c1ab9d0e773f2c1ab9d0e773f2c1ab9d0e77a',
  runUrl: 'https://github.com/octo/shop/actions/runs/1',
  home: 'https://github.com/octo/gate/blob/v1',
  marker: commentMarker('ci/netpol/.'),
};

const reports: Readonly<Record<string, Report>> = {
  green,
  'three-tiers': threeTiers,
  malformed,
  connectivity,
  explained,
  changed,
  hostile: infest(threeTiers, hostileTexts.join(' ')),
};

const extensions: Readonly<Record<Format, string>> = {
  text: 'txt',
  json: 'json',
  markdown: 'md',
  sarif: 'sarif',
  junit: 'xml',
  mermaid: 'mmd',
};

function expectGolden(name: string, text: string): void {
  const path = join(folder, name);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

describe.each(Object.entries(reports))('the report %s', (name, report) => {
  it.each(Object.keys(REPORTERS) as Format[])('reads as reviewed in the form %s', (format) => {
    const text = REPORTERS[format](report, { color: false, quiet: false, links });
    expectGolden(`${name}.${extensions[format]}`, text);
  });

  it('reads as reviewed as a comment and as a summary of a job', () => {
    expectGolden(`${name}.comment.md`, renderComment(report, links));
    expectGolden(`${name}.summary.md`, renderSummary(report, links));
  });
});

describe.each([
  ['green', green],
  ['three-tiers', threeTiers],
  ['malformed', malformed],
] as const)('the check %s', (name, report) => {
  it('has the annotations and the closing sentence that were reviewed', () => {
    const lines = [...annotations(report, links).map(annotationCommand), closingSentence(report)];
    expectGolden(`${name}.annotations.txt`, `${lines.join('\n')}\n`);
  });

  it('reads as reviewed when it is to be quiet', () => {
    const text = REPORTERS.text(report, { color: false, quiet: true, links });
    expectGolden(`${name}.quiet.txt`, text);
  });
});
