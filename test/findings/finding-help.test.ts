import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/findings/catalogue.ts';

const ROOT = join(import.meta.dirname, '../..');
const GENERATED = join(ROOT, 'src/reports/finding-help.ts');

/** What a page says apart from its title, severity and example, which code scanning shows by itself or has no use for. */
function helpIn(code: string): string {
  const page = readFileSync(join(ROOT, `docs/findings/${code}.md`), 'utf8');
  const sections = page.split(/^## /m).slice(1);
  const chosen = sections.filter((section) => !section.startsWith('Example\n'));
  const [means = '', ...others] = chosen.map((section) => section.trim());
  return [means.replace(/^What it means\n+/, ''), ...others.map((section) => `## ${section}`)].join('\n\n');
}

/** A string as Biome prints it: with the quotes that need fewer escapes. */
function literal(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  const single = (escaped.match(/'/g) ?? []).length <= (escaped.match(/"/g) ?? []).length;
  return single ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped.replaceAll('"', '\\"')}"`;
}

function generated(): string {
  const codes = Object.keys(CATALOGUE);
  const key = (code: string): string => (code.includes('-') ? `'${code}'` : code);
  return [
    "import type { FindingCode } from '../findings/catalogue.ts';",
    '',
    '/**',
    ' * What the pages of `docs/findings/` say, as Markdown, for reports that are read where the pages are not at hand.',
    ' * Written from the pages by `UPDATE_GOLDEN=1 npx vitest run test/findings/finding-help.test.ts`.',
    ' */',
    'export const FINDING_HELP: Readonly<Record<FindingCode, string>> = {',
    ...codes.map((code) => `  ${key(code)}:\n    ${literal(helpIn(code))},`),
    '};',
    '',
  ].join('\n');
}

describe('the help that reports carry along', () => {
  it('is what the pages of the findings say', () => {
    if (process.env.UPDATE_GOLDEN) writeFileSync(GENERATED, generated());
    expect(readFileSync(GENERATED, 'utf8')).toBe(generated());
  });
});
