import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationCommand, annotations } from '../../src/reports/annotations.ts';
import { renderComment, renderSummary } from '../../src/reports/markdown.ts';
import { COMMENT_BUDGET, SUMMARY_BUDGET } from '../../src/reports/markdown-budget.ts';
import { REPORTERS } from '../../src/reports/registry.ts';
import { parseWorkflowCommand, registeredCommands } from '../support/github/workflow-commands.ts';
import { hostileReports, hostileTexts, infest } from './hostile-reports.ts';
import { changed, compared, world } from './sample-changes.ts';
import { check, claim, malformed, tcp, threeTiers } from './sample-reports.ts';

const ESCAPE = '\u001b';
const COLOURS = new RegExp(`${ESCAPE}\\[\\d+m|\\n`, 'g');

const known = new Set(registeredCommands);
const plain = { color: false, quiet: false, links: {} };

const hostile = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.array(fc.constantFrom(...hostileTexts), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);

const commandsIn = (text: string): readonly string[] =>
  text.split(/\r\n|\r|\n/).filter((line) => parseWorkflowCommand(line, known));

const TAGS = /<\/?[a-z!][^>]*>/gi;
const OUR_TAGS = new Set(['<br>', '<sub>', '</sub>', '<details>', '</details>', '<summary>', '</summary>']);

/** The Markdown without its blocks and code spans: where tags count. */
function withoutCode(markdown: string): string {
  const lines: string[] = [];
  let fence = '';
  for (const line of markdown.split('\n')) {
    const [run] = /^`{3,}/.exec(line) ?? [''];
    if (fence === '' && run !== '') fence = run;
    else if (fence !== '' && line === fence) fence = '';
    else if (fence === '') lines.push(line);
  }
  expect(fence).toBe('');
  return lines
    .join('\n')
    .replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, '')
    .replace(/<code>[^<]*<\/code>/g, '');
}

function expectWhole(markdown: string): void {
  const text = withoutCode(markdown);
  const tags = text.match(TAGS) ?? [];
  expect(tags.filter((tag) => !OUR_TAGS.has(tag))).toEqual([]);
  for (const name of ['details', 'summary', 'sub']) {
    expect(tags.filter((tag) => tag === `<${name}>`)).toHaveLength(tags.filter((tag) => tag === `</${name}>`).length);
  }
  for (const line of text.split('\n').filter((each) => each.startsWith('| ❌'))) {
    expect(line.replace(/\\./g, '').split('|')).toHaveLength(6);
  }
  for (const line of text.split('\n').filter((each) => /^\| (➕|➖|✏️|❓&nbsp;)/u.test(each))) {
    expect(line.replace(/\\./g, '').split('|')).toHaveLength(7);
  }
}

describe('a report of hostile texts', () => {
  it.each(Object.entries(REPORTERS))('has no command to the runner in the form %s', (_, render) => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, color) => {
        for (const report of hostileReports(text)) {
          expect(commandsIn(render(report, { ...plain, color }))).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has only the controls that colour it on a terminal', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const report of hostileReports(text)) {
          const shown = REPORTERS.text(report, { ...plain, color: true }).replace(COLOURS, '');
          expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has no HTML but ours, closes what it opens, and keeps its tables in Markdown', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const report of hostileReports(text)) {
          expectWhole(renderComment(report, {}));
          expectWhole(renderSummary(report, {}));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has one command for each annotation', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of annotations(infest(threeTiers, text), {}).map(annotationCommand)) {
          expect(line).not.toMatch(/[\r\n]/);
          expect(parseWorkflowCommand(line, known)?.name).toMatch(/^(error|warning)$/);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a report of great length', () => {
  const many = (length: number, text: string) => {
    const claims = Array.from({ length }, (_, index) => [
      ...threeTiers.claims,
      claim('web --> api:8080', { message: `claim ${index} holds` }),
    ]).flat();
    return infest(check(claims, { findings: Array(length).fill(malformed.findings).flat() }), text);
  };

  const manyChanges = (length: number) => ({
    ...many(30, 'shop/web'),
    change: compared([
      world(
        Array.from({ length }, (_, index) =>
          changed('opened', {
            from: `shop/Deployment:${index}`,
            to: `${'shop'.repeat(index % 50)}/Deployment:db`,
            opened: [tcp(index + 1)],
          }),
        ),
      ),
    ]),
  });

  it.each([
    ['of many changes', manyChanges(3000)],
    ['of many claims', many(300, 'shop/web')],
    ['of long texts', many(30, `${'<|`🦊'.repeat(5000)}`)],
    ['of invisible texts', many(30, '\u202e'.repeat(2000))],
  ])('%s fits into a comment and a summary, whole, with the verdict', (_, report) => {
    const links = { server: 'https://github.com', repository: 'octo/shop', sha: 'abc1234', marker: '<!-- m -->' };
    const comment = renderComment(report, links);
    const summary = renderSummary(report, links);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_BUDGET.most);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(SUMMARY_BUDGET.most);
    for (const text of [comment, summary]) {
      expectWhole(text.replace('<!-- m -->\n', ''));
      expect(text).toMatch(/Network policy gate: \d+ of \d+ claims fail/);
    }
  });
});
