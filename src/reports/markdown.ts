import type { CheckReport, ConnectivityReport, DiffReport, ExplainReport, Report } from '../findings/report.ts';
import { isSilentChange } from './change-headline.ts';
import { hasSeveralWorlds } from './claims-by-cause.ts';
import { endpointNames } from './endpoint-names.ts';
import { codeSpan, fencedBlock } from './escape-markdown.ts';
import { type Links, webAddress } from './links.ts';
import { type Budget, COMMENT_BUDGET, fitSections, type Section, SUMMARY_BUDGET } from './markdown-budget.ts';
import { changeSections, nothingChanges } from './markdown-change.ts';
import { claimTable, findingTable } from './markdown-claims.ts';
import { connectivitySections, doorSection, failingPathsSection, possibleSection } from './markdown-connectivity.ts';
import { causeSection, findingSection, ledgerSection, noteSection, suiteSection } from './markdown-details.ts';
import { paintWith } from './paint.ts';
import { explainText } from './text-explain.ts';
import { countClaims, countFindings, countOf, countPairs, type Tone, verdictOf } from './verdict.ts';

/** Where a report is shown: how much room there is, and how much of it is folded away. */
interface Stage {
  readonly budget: Budget;
  /** Most rows of a table. */
  readonly rows: number;
  /** Whether the causes stand open. */
  readonly unfolded: boolean;
  /** Where the rest is to be found. */
  readonly elsewhere: string;
}

const COMMENT: Stage = {
  budget: COMMENT_BUDGET,
  rows: 20,
  unfolded: false,
  elsewhere: 'All of it is in the summary.',
};

const SUMMARY: Stage = {
  budget: SUMMARY_BUDGET,
  rows: 200,
  unfolded: true,
  elsewhere: 'All of it is in the JSON report.',
};

const PLAIN = paintWith(false);

const FOOTER =
  '<sub>netpol-gate judges the manifests of this repository, without a cluster. What other manifests or a CNI add is not seen.</sub>';

/** The sticky comment: its marker first, the whole story while something is wrong, one line and the change once nothing is. */
export function renderComment(report: Report, links: Links): string {
  const marker = links.marker === undefined ? [] : [links.marker];
  const stage = { ...COMMENT, budget: { ...COMMENT_BUDGET, most: roomBeside(marker) } };
  const body =
    report.kind === 'check' && verdictOf(report).tone === 'green'
      ? renderOn(stage, report, links, greenSections)
      : renderOn(stage, report, links, sectionsOf);
  return [...marker, body].join('\n');
}

/** The job summary; also what `--format markdown` prints. */
export function renderSummary(report: Report, links: Links): string {
  return renderOn(SUMMARY, report, links, sectionsOf);
}

const roomBeside = (marker: readonly string[]): number => COMMENT_BUDGET.most - marker.join('').length - 1;

type Sections<T> = (report: T, links: Links, stage: Stage) => readonly Section[];

// Absurdly long names can make even the table too long: then it gets fewer rows, down to none.
function renderOn<T extends Report>(stage: Stage, report: T, links: Links, sections: Sections<T>): string {
  const text = fitSections(sections(report, links, stage), stage.budget, stage.elsewhere);
  if (stage.rows === 0 || stage.budget.sizeOf(text) <= stage.budget.most) return text;
  return renderOn({ ...stage, rows: Math.floor(stage.rows / 2) }, report, links, sections);
}

function sectionsOf(report: Report, links: Links, stage: Stage): readonly Section[] {
  switch (report.kind) {
    case 'check':
      return checkSections(report, links, stage);
    case 'connectivity': {
      const names = endpointNames(report);
      return [
        { text: '### Network connectivity' },
        ...connectivitySections([report], names),
        doorSection(report.doors, names),
        possibleSection(report.possible, names),
        ...inputSections(report, links, stage),
      ];
    }
    case 'diff':
      return [
        { text: `### What changes\n\n<sub>since ${codeSpan(report.change.base)}</sub>` },
        ...changeSections(report.change, { names: endpointNames(report), links, ...stage }),
        ...inputSections(report, links, stage),
      ];
    case 'explain':
      return explainSections(report, links);
  }
}

function checkSections(report: CheckReport, links: Links, stage: Stage): readonly Section[] {
  const names = endpointNames(report);
  const maps = report.suites.flatMap(({ connectivity, world }) => (connectivity ? [{ ...connectivity, world }] : []));
  return [
    { text: `### ${heading(report)}\n\n<sub>${facts(report, links).join(' · ')}</sub>` },
    { text: claimTable(report, links, stage) },
    ...changeSections(report.change, { names, links, ...stage }),
    causeSection(report, { names, paint: PLAIN, links, showsWorlds: hasSeveralWorlds(report.claims) }, stage),
    failingPathsSection(report, names),
    ...inputSections(report, links, stage),
    suiteSection(report, stage),
    ...connectivitySections(maps, names),
    ledgerSection(report),
    { text: FOOTER },
  ];
}

function inputSections(
  report: CheckReport | ConnectivityReport | DiffReport,
  links: Links,
  stage: Stage,
): readonly Section[] {
  return [
    { text: findingTable(report, links, stage) },
    findingSection(report, { paint: PLAIN, links }, stage),
    noteSection(report.notes),
    ...(report.kind === 'check' ? [] : [ledgerSection(report)]),
  ];
}

function explainSections(report: ExplainReport, links: Links): readonly Section[] {
  const blocks = explainText(report, { color: false, quiet: false, links }, PLAIN);
  const texts = blocks.filter((block) => block.length > 0).map((block) => fencedBlock(block, 'text'));
  return [
    { text: '### Network policies explained' },
    ...texts.map((text, index) => ({
      text,
      // The verdict comes last and stays; the walks of further pairs go first.
      ...(index < texts.length - 1 && { dropFirst: texts.length - index, name: 'further pairs' }),
    })),
  ];
}

const TONES: Readonly<Record<Tone, string>> = { green: '✅', yellow: '⚠️', red: '❌' };

function heading(report: CheckReport): string {
  const { tone, headline } = verdictOf(report);
  return `${TONES[tone]} Network policy gate: ${headline}`;
}

function greenSections(report: CheckReport, links: Links, stage: Stage): readonly Section[] {
  const { change } = report;
  const view = { names: endpointNames(report), links, ...stage };
  const rest = change === undefined || isSilentChange(change) ? [] : changeSections(change, view);
  return [{ text: greenLine(report, links) }, ...rest];
}

function greenLine(report: CheckReport, links: Links): string {
  const { change } = report;
  const { headline } = verdictOf(report);
  const counted = countFindings(report.findings);
  return [
    `✅ **Network policy gate: ${headline}**`,
    countPairs(report.claims),
    change !== undefined && isSilentChange(change) ? nothingChanges(change) : '',
    counted === '' ? '' : `${counted} in the summary`,
    ...linkFacts(links),
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
}

function facts(report: CheckReport, links: Links): readonly string[] {
  const documents = report.inputs.reduce((sum, entry) => sum + entry.documents, 0);
  return [
    countClaims(report.summary),
    countPairs(report.claims),
    documents === 0 ? '' : `${countOf(report.inputs.length, 'file')} with ${countOf(documents, 'document')} read`,
    ...linkFacts(links),
  ].filter((fact) => fact !== '');
}

function linkFacts({ sha, runUrl }: Links): readonly string[] {
  const run = webAddress(runUrl);
  return [
    ...(sha !== undefined && /^[0-9a-f]{7,64}$/i.test(sha) ? [`\`${sha.slice(0, 7)}\``] : []),
    ...(run === undefined ? [] : [`[run](${run})`]),
  ];
}
