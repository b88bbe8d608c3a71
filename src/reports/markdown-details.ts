import type { LedgerEntry } from '../findings/ledger.ts';
import type { CheckReport, ClaimReport, ReportedFinding } from '../findings/report.ts';
import { byCause } from './claims-by-cause.ts';
import { claimsBySuite, type SuiteClaims } from './claims-by-suite.ts';
import { escapeHtml } from './escape-html.ts';
import { codeSpan, fencedBlock, prose } from './escape-markdown.ts';
import { htmlCode } from './links.ts';
import type { Section } from './markdown-budget.ts';
import { STATUS_EMOJI } from './markdown-claims.ts';
import { findingLines, ledgerLine, type View } from './text-blocks.ts';
import { claimLines } from './text-claims.ts';
import { claimsToExplain, countOf, isAboutChange } from './verdict.ts';

/** How early a section is left out for want of room. */
export const DROP = { passing: 1, ledger: 2, graph: 3, connectivity: 4, causes: 5 } as const;

interface Room {
  readonly rows: number;
  readonly unfolded: boolean;
}

/** Folded text; `summary` is HTML, `body` Markdown that is whole by itself. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** The claims in question with their code frames, as the terminal shows them. */
export function causeSection(report: CheckReport, view: View, { rows, unfolded }: Room): Section {
  const claims = claimsToExplain(report).slice(0, rows);
  const blocks = byCause(claims).map(([claim, ...more]) => fencedBlock(claimLines(claim, more, view), 'text'));
  return causes(blocks, 'What to change, line by line', unfolded);
}

/** The errors and warnings about the input with code frames and examples. */
export function findingSection(
  { findings }: Findings,
  view: Pick<View, 'paint' | 'links'>,
  { rows, unfolded }: Room,
): Section {
  const shown = findings.filter(({ severity }) => severity !== 'notice').slice(0, rows);
  const blocks = shown.map((finding) => fencedBlock(findingLines(finding, view), 'text'));
  const what = shown.every(isAboutChange) ? 'change' : shown.some(isAboutChange) ? 'change and the input' : 'input';
  return causes(blocks, `What is wrong with the ${what}, line by line`, unfolded);
}

interface Findings {
  readonly findings: readonly ReportedFinding[];
}

function causes(blocks: readonly string[], title: string, unfolded: boolean): Section {
  if (blocks.length === 0) return { text: '' };
  const body = blocks.join('\n\n');
  return {
    text: unfolded ? `#### ${title}\n\n${body}` : details(title, body),
    dropFirst: DROP.causes,
    name: 'code frames',
  };
}

/** What each suite held, folded. */
export function suiteSection(report: CheckReport, { rows }: Room): Section {
  const suites = claimsBySuite(report).map((suite) => suiteList(suite, rows * 5));
  if (report.claims.length === 0) return { text: '' };
  const { holds, waived } = report.summary;
  const title = `All claims: ${holds} of ${report.claims.length} ${holds === 1 ? 'holds' : 'hold'}${waived > 0 ? `, ${waived} waived` : ''}`;
  return { text: details(title, suites.join('\n\n')), dropFirst: DROP.passing, name: 'the list of all claims' };
}

function suiteList({ suite, claims }: SuiteClaims, most: number): string {
  const file = suite.file === '-e' ? 'command line' : codeSpan(suite.file);
  const title = suite.title === undefined ? '' : `**${prose(suite.title)}** · `;
  const world = suite.world === '' ? '' : ` · ${codeSpan(suite.world)}`;
  const more = claims.length > most ? [`- and ${countOf(claims.length - most, 'more claim')}`] : [];
  const items = claims.slice(0, most).map((claim) => `- ${claimItem(claim)}`);
  return [`${title}${file}${world}`, '', ...(items.length === 0 ? ['- no claims'] : items), ...more].join('\n');
}

function claimItem(claim: ClaimReport): string {
  const { waiver, pairs, status } = claim;
  const facts = [
    `${STATUS_EMOJI[status]} ${status} ${codeSpan(claim.sentence)}`,
    status === 'invalid' ? '' : `${pairs.holding} of ${countOf(pairs.judged, 'pair')}`,
    status === 'holds' ? prose(claim.message) : '',
    waiver && status === 'waived'
      ? `until ${prose(waiver.until)}, ${prose(waiver.owner)}: ${prose(waiver.reason)}`
      : '',
  ];
  return facts.filter((fact) => fact !== '').join(' · ');
}

/** What holds for every verdict. */
export function noteSection(notes: readonly string[]): Section {
  return {
    text: notes
      .slice(0, MOST_NOTES)
      .map((note) => `> ${prose(note)}`)
      .join('\n>\n'),
  };
}

const MOST_NOTES = 10;

/** Lines of the ledger that are still read by somebody. */
const MOST_FILES = 300;

/** What was read, what bears on the verdict, what was ignored and why; folded. */
export function ledgerSection({ inputs }: { readonly inputs: readonly LedgerEntry[] }): Section {
  if (inputs.length === 0) return { text: '' };
  const more = inputs.length > MOST_FILES ? [`- and ${countOf(inputs.length - MOST_FILES, 'more file')}`] : [];
  const items = [...inputs.slice(0, MOST_FILES).map((entry) => `- ${ledgerItem(entry)}`), ...more];
  return {
    text: details(escapeHtml(ledgerLine(inputs)), items.join('\n')),
    dropFirst: DROP.ledger,
    name: 'the files read',
  };
}

/** Objects of one file that are named. */
const MOST_OBJECTS = 20;

function ledgerItem({ file, used, ignored, renderedInto }: LedgerEntry): string {
  if (renderedInto !== undefined) return `${codeSpan(file)}: rendered into ${codeSpan(renderedInto)}`;
  const names = used.slice(0, MOST_OBJECTS).map(codeSpan);
  const objects = used.length > MOST_OBJECTS ? [...names, `and ${used.length - MOST_OBJECTS} more`] : names;
  const rest = ignored.slice(0, MOST_OBJECTS).map(({ what, why }) => `${codeSpan(what)} (${prose(why)})`);
  const facts = [
    objects.length > 0 ? `used ${objects.join(', ')}` : '',
    rest.length > 0 ? `ignored ${rest.join(', ')}` : '',
    ignored.length > MOST_OBJECTS ? `and ${ignored.length - MOST_OBJECTS} more ignored` : '',
  ].filter((fact) => fact !== '');
  return `${codeSpan(file)}: ${facts.length > 0 ? facts.join('; ') : 'nothing in it'}`;
}

/** A name in the HTML of a folded section's title. */
export function titled(title: string, name: string): string {
  return name === '' ? title : `${title} · ${htmlCode(name)}`;
}
