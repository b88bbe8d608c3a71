import type { Report } from '../../src/findings/report.ts';
import { claimless, incomparable, opening } from './sample-changes.ts';
import { changed, check, claim, connectivity, explained, malformed, threeTiers } from './sample-reports.ts';

/** Texts that try to steer a terminal, a runner, a Markdown renderer or a parser. */
export const hostileTexts: readonly string[] = [
  '::add-mask::fail',
  'x\n::error file=a::forged',
  '##[error]forged',
  '\r##[stop-commands]x',
  '\u001b[2J\u001b[31mred',
  'admin\u202egpj.exe',
  'zero\u200bwidth',
  '</details></table><script>alert(1)</script>',
  '<!-- --> x -->',
  '`a``b```c````',
  'a|b\\|c\\\\|d',
  '@octocat #12 fixes #1 https://evil.example www.evil.example GH-12',
  '[x](javascript:alert(1)) ![i](https://evil.example/i.png)',
  '```\n# heading\n```',
  '%0A::error::x,y:z',
  '"]; click n0 "javascript:alert(1)" %%{init: {}}%% end',
  ']]>&lt;&#60;',
  '\ud800 lone',
];

/** The same report with every text of it that a user wrote replaced. */
export function infest<T>(value: T, text: string): T {
  return infested(value, text, '') as T;
}

/** Reports of every kind for a hostile text. */
export function hostileReports(text: string): readonly Report[] {
  const long = check([claim('web --> api:8080', { because: 'x', id: 'x' })]);
  return [threeTiers, malformed, long, connectivity, explained, changed, opening, claimless, incomparable].map(
    (report) => infest(report, text),
  );
}

// Words of ours, which no manifest can choose.
const OURS: ReadonlySet<string> = new Set([
  'kind',
  'status',
  'severity',
  'code',
  'outcome',
  'direction',
  'protocol',
  // Of marks; the strings that stand in them directly are statuses.
  'pairs',
  'tree',
]);

function infested(value: unknown, text: string, key: string): unknown {
  if (typeof value === 'string') return OURS.has(key) ? value : text;
  if (Array.isArray(value)) return value.map((each) => infested(each, text, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, infested(each, text, name)]));
}
