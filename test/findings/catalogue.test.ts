import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, type FindingCode } from '../../src/findings/catalogue.ts';
import { check, connectivity } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const FOLDER = join(import.meta.dirname, '../../docs/findings');
const SECTIONS = ['What it means', 'Why it matters', 'Example', 'Remedy'];
const CODES = Object.keys(CATALOGUE) as readonly FindingCode[];

/** Codes whose cause lies in the file system, on the command line or in two trees, not in a text that a page could show. */
const NOT_IN_A_TEXT: readonly FindingCode[] = [
  'file-unreadable',
  'file-too-large',
  'nothing-to-check',
  'tool-missing',
  'remote-not-allowed',
  'new-connection',
  'invalid-option',
];

interface Example {
  readonly page: FindingCode;
  /** `finds: <code>` or `fine`. */
  readonly mark: string;
  readonly text: string;
}

function pageOf(code: string): string {
  return readFileSync(join(FOLDER, `${code}.md`), 'utf8');
}

function examplesOf(page: FindingCode): readonly Example[] {
  const blocks = pageOf(page).matchAll(/<!-- (finds: [a-z-]+|fine) -->\n```yaml\n([\s\S]*?)```/g);
  return [...blocks].map(([, mark = '', text = '']) => ({ page, mark, text }));
}

/** Every code that a text gives, as manifests and, if it holds claims, as a suite about them. */
function codesIn(text: string): readonly { readonly code: string; readonly severity: string }[] {
  const file = 'policies-tests/shop.yaml';
  if (!/^expect:/m.test(text)) {
    const report = connectivity({ workspace: memoryWorkspace({ [file]: text }), base: '', manifests: [file] });
    return report.findings.filter(({ code }) => code !== 'nothing-to-check');
  }
  const parts = text.split(/^---\n/m);
  const isSuite = (part: string): boolean => /^expect:/m.test(part);
  const report = check({
    workspace: memoryWorkspace({
      [file]: parts.filter(isSuite).join('---\n'),
      'k8s/shop.yaml': parts.filter((part) => !isSuite(part)).join('---\n'),
    }),
    base: '',
    suites: [file],
    manifests: ['k8s'],
    sentences: [],
    failOn: 'error',
    today: '2026-06-01',
  });
  const verdicts = report.claims.flatMap(({ status, severity }) =>
    status === 'fails' || status === 'undecided' ? [{ code: STATUS_CODES[status], severity }] : [],
  );
  return [...report.findings, ...verdicts];
}

const STATUS_CODES = { fails: 'claim-fails', undecided: 'claim-undecided' } as const;

describe('the catalogue of findings', () => {
  it('names each finding in kebab-case', () => {
    expect(CODES.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
  });

  it('has a page for each code, and no page without one', () => {
    const pages = readdirSync(FOLDER).map((file) => file.replace(/\.md$/, ''));
    expect(pages.filter((page) => page !== 'README').sort()).toEqual([...CODES].sort());
  });

  it('stands in the index with the same severities and titles, in the same order', () => {
    const rows = [...pageOf('README').matchAll(/^\| \[([^\]]+)\]\(([^)]+)\) \| ([^|]+) \| ([^|]+) \|$/gm)];
    expect(rows.map(([, code, link, severity, title]) => ({ code, link, severity, title }))).toEqual(
      CODES.map((code) => ({ code, link: `${code}.md`, ...CATALOGUE[code] })),
    );
  });
});

describe.each(CODES)('the page of %s', (code) => {
  it('begins with the code, and says its severity and all that a reader needs', () => {
    const page = pageOf(code);
    expect(page.split('\n')[0]).toBe(`# ${code}`);
    expect(page).toMatch(new RegExp(`^Severity: ${CATALOGUE[code].severity}\\b`, 'm'));
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(SECTIONS);
  });
});

describe('the examples of the pages', () => {
  const examples = CODES.flatMap(examplesOf);

  it('are there for every finding that a text can show', () => {
    const shown = new Set(examples.filter(({ page, mark }) => mark === `finds: ${page}`).map(({ page }) => page));
    expect(CODES.filter((code) => !shown.has(code))).toEqual(NOT_IN_A_TEXT);
  });

  it('are all read: no mark stands without its text', () => {
    const marks = CODES.flatMap((code) => pageOf(code).match(/<!--/g) ?? []);
    expect(marks).toHaveLength(examples.length);
  });

  it.each(examples.filter(({ mark }) => mark !== 'fine'))('of $page give it', ({ page, text }) => {
    expect(codesIn(text).map(({ code }) => code)).toContain(page);
  });

  it.each(examples.filter(({ mark }) => mark === 'fine'))('of $page give nothing once they are mended', ({ text }) => {
    expect(codesIn(text).filter(({ severity }) => severity !== 'notice')).toEqual([]);
  });
});
