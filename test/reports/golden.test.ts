import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/findings/report.ts';
import { annotationCommand, annotations, closingSentence } from '../../src/reports/annotations.ts';
import { PAGE_SCRIPT } from '../../src/reports/html/page-script.ts';
import { PAGE_STYLE } from '../../src/reports/html/page-style.ts';
import { commentMarker } from '../../src/reports/links.ts';
import { renderComment, renderSummary } from '../../src/reports/markdown.ts';
import { type Format, REPORTERS } from '../../src/reports/registry.ts';
import { hostileTexts, infest } from './hostile-reports.ts';
import { claimless, greenOpening, greenUnchanged, incomparable, opening } from './sample-changes.ts';
import { changed, connectivity, explained, green, malformed, threeTiers } from './sample-reports.ts';

const folder = join(import.meta.dirname, 'golden');

const links = {
  server: 'https://github.com',
  repository: 'octo/shop',
  sha: '3f2c1ab9d0e773f2c1ab9d0e773f2c1ab9d0e77a',
  baseSha: '9d0e77ab03f2c1ab9d0e773f2c1ab9d0e773f2c1',
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
  html: 'html',
};

function expectGolden(name: string, text: string): void {
  const path = join(folder, name);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

/** A page without its style and script, which are files of their own, the same in every page. */
function withoutOurs(page: string): string {
  return page
    .replace(PAGE_STYLE, '…')
    .replace(PAGE_SCRIPT, '…')
    .replaceAll(/'sha256-[^']+'/g, "'sha256-…'");
}

describe.each(Object.entries(reports))('the report %s', (name, report) => {
  it.each(Object.keys(REPORTERS) as Format[])('reads as reviewed in the form %s', (format) => {
    const text = REPORTERS[format](report, { color: false, quiet: false, links });
    expectGolden(`${name}.${extensions[format]}`, format === 'html' ? withoutOurs(text) : text);
  });

  it('reads as reviewed as a comment and as a summary of a job', () => {
    expectGolden(`${name}.comment.md`, renderComment(report, links));
    expectGolden(`${name}.summary.md`, renderSummary(report, links));
  });
});

describe.each([
  ['change', opening],
  ['change-green', greenOpening],
  ['change-none', greenUnchanged],
  ['change-claims', claimless],
  ['change-unavailable', incomparable],
  ['change-hostile', infest(opening, hostileTexts.join(' '))],
] as const)('the report of a change %s', (name, report) => {
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
