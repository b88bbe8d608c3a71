import type { FindingCode } from '../findings/catalogue.ts';
import type { CheckReport, ClaimReport, ClaimStatus, Reason, ReportedFinding } from '../findings/report.ts';
import type { Place } from '../source/place.ts';
import { codeOf, isInFile, placeLabel, reasonsOf, samePlace, storyOf, type Told } from './claim-places.ts';
import { byCause, foldWorlds, hasSeveralWorlds } from './claims-by-cause.ts';
import { codeCell, proseCell } from './escape-markdown.ts';
import { docsPage, type Links, permalink, webAddress } from './links.ts';
import { claimsToExplain, countOf, isAboutChange } from './verdict.ts';
import { clip } from './visible-text.ts';

/** How a status is shown where emoji are drawn; the word stands beside it. */
export const STATUS_EMOJI: Readonly<Record<ClaimStatus, string>> = {
  holds: '✅',
  fails: '❌',
  undecided: '❓',
  invalid: '⛔',
  waived: '💤',
};

const SEVERITY_EMOJI: Readonly<Record<ReportedFinding['severity'], string>> = {
  error: '❌',
  warning: '⚠️',
  notice: 'ℹ️',
};

interface Room {
  readonly rows: number;
  readonly elsewhere: string;
}

/** The claims in question as a table, those of one cause in one row; empty where there are none. */
export function claimTable(report: CheckReport, links: Links, room: Room): string {
  const rows = byCause(claimsToExplain(report)).map((alike) => ({
    cells: claimCells(alike, links, hasSeveralWorlds(report.claims)),
    tells: alike.length,
  }));
  return table('|  | Claim | What the manifests do | Because |', rows, room);
}

/** The findings as tables, those about the change apart from those about the input; empty where there are none. */
export function findingTable(
  { findings }: { readonly findings: readonly ReportedFinding[] },
  links: Links,
  room: Room,
): string {
  return [
    tableOf('About the change', findings.filter(isAboutChange), links, room),
    tableOf(
      'About the input',
      findings.filter((finding) => !isAboutChange(finding)),
      links,
      room,
    ),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function tableOf(subject: string, findings: readonly ReportedFinding[], links: Links, room: Room): string {
  const rows = findings.map(({ severity, code, message, help, at, worlds }) => ({
    cells: [
      `${SEVERITY_EMOJI[severity]} ${severity}`,
      `${proseCell(message)}${worlds === undefined ? '' : ` (in ${worlds.map(codeCell).join(', ')})`}${help === undefined ? '' : `<br>**Do:** ${proseCell(help)}`}`,
      at ? placeLink(at, links) : '',
      docsLink(codeCell(code), code, links),
    ],
    tells: 1,
  }));
  return table(`|  | ${subject} | Where | Code |`, rows, room);
}

interface Row {
  readonly cells: readonly string[];
  /** How many claims or findings it tells of. */
  readonly tells: number;
}

function table(head: string, rows: readonly Row[], { rows: most, elsewhere }: Room): string {
  if (rows.length === 0) return '';
  const columns = head.split('|').length - 2;
  const left = rows.slice(most).reduce((sum, { tells }) => sum + tells, 0);
  const more = left > 0 ? ['', `${left} more ${left === 1 ? 'is' : 'are'} not shown here. ${elsewhere}`] : [];
  const shown = rows.slice(0, most).map(({ cells }) => `| ${cells.join(' | ')} |`);
  return [head, `|${'---|'.repeat(columns)}`, ...shown, ...more].join('\n');
}

/** Claims of one cause that a row names. */
const MOST_ALIKE = 12;

function claimCells(
  alike: readonly [ClaimReport, ...ClaimReport[]],
  links: Links,
  showsWorld: boolean,
): readonly string[] {
  const [claim] = alike;
  const { fact, reasons, advice } = storyOf(claim, toldReasons(claim));
  const folded = foldWorlds(alike);
  const more = folded.length > MOST_ALIKE ? [`and ${countOf(folded.length - MOST_ALIKE, 'more claim')}`] : [];
  return [
    statusCell(claim, links),
    [
      ...folded
        .slice(0, MOST_ALIKE)
        .map((each) => claimCell(each.claim, claim, links, showsWorld ? each.worlds : undefined)),
      ...more,
    ].join('<br>'),
    folded.length > 1 ? `for example, ${proseCell(fact)}` : `${proseCell(fact)}${pairsNote(claim)}`,
    causes(claim, reasons, advice, links),
  ];
}

function statusCell(claim: ClaimReport, links: Links): string {
  const { status, severity } = claim;
  const code = codeOf(claim);
  const word = code ? docsLink(status, code, links) : status;
  return `${STATUS_EMOJI[status]} ${word}${severity === 'warning' ? '<br>(warning)' : ''}`;
}

/** The claim and where it stands; the file is not named again below the `first` claim of it. */
function claimCell(
  claim: ClaimReport,
  first: ClaimReport,
  links: Links,
  worlds: readonly string[] | undefined,
): string {
  const { file, span } = claim.at;
  const line = claim !== first && file === first.at.file && span ? `line ${span.line}` : undefined;
  const facts = [
    placeLink(claim.at, links, line),
    ...(claim.id === undefined ? [] : [codeCell(claim.id)]),
    ...(worlds === undefined ? [] : [`in ${worlds.map(codeCell).join(', ')}`]),
    ...(claim.because === undefined ? [] : [proseCell(claim.because)]),
  ];
  return `${codeCell(claim.sentence)}<br><sub>${facts.join(' · ')}</sub>`;
}

function pairsNote({ pairs }: ClaimReport): string {
  return pairs.judged > 1 ? `<br><sub>${pairs.holding} of ${pairs.judged} pairs hold</sub>` : '';
}

/** Reasons that a cell has room for. */
const MOST_REASONS = 3;

function toldReasons(claim: ClaimReport): readonly Told[] {
  const miss = claim.witness?.nearestMiss;
  return [...decisiveReasons(claim).slice(0, MOST_REASONS), ...(miss ? [miss] : [])];
}

function causes(claim: ClaimReport, reasons: readonly Told[], advice: string | undefined, links: Links): string {
  const miss = claim.witness?.nearestMiss;
  const told = [...reasons, claim].flatMap(({ at }) => (at ? [at] : []));
  return [
    ...reasons.map((each) => {
      const text = `${each === miss ? 'nearest miss: ' : ''}${proseCell(each.reason)}`;
      return each.at ? `${text} ${placeLink(each.at, links)}` : text;
    }),
    ...(told.some((at) => samePlace(at, claim.guilty)) ? [] : [`see ${placeLink(claim.guilty, links)}`]),
    ...(advice === undefined ? [] : [`**Do:** ${proseCell(advice)}`]),
  ].join('<br>');
}

// What refuses traffic is enough to know where some side refuses; only open traffic needs both sides' reasons.
function decisiveReasons(claim: ClaimReport): readonly Reason[] {
  const reasons = reasonsOf(claim);
  const wanted = claim.status === 'undecided' ? 'undecided' : 'denied';
  const decisive = reasons.filter(({ outcome }) => outcome === wanted);
  return decisive.length > 0 ? decisive : reasons;
}

/** The place as a link to its line, or as it is where there is nothing to link to. */
export function placeLink(place: Place, links: Links, shorter?: string): string {
  const label = isInFile(place) && place.span ? `${place.file}:${place.span.line}` : placeLabel(place);
  const shown = shorter ?? codeCell(label);
  const url = permalink(place, links);
  return `${url === undefined ? shown : `[${shown}](${url})`}${renderedNote(place)}`;
}

/** The line that was rendered, where the line of the source does not say it. */
function renderedNote({ rendered }: Place): string {
  if (rendered === undefined) return '';
  const [line = '', ...next] = rendered.excerpt.lines.slice(rendered.span.line - rendered.excerpt.firstLine);
  if (line.trim() === '') return '';
  // A key alone says little: what stands below it belongs to it.
  const end = next.findIndex((below) => below.search(/\S/) <= line.search(/\S/));
  const whole = [line, ...(end === -1 ? next : next.slice(0, end))].map((each) => each.trim()).join(' ');
  return ` (rendered as ${codeCell(clip(whole, LONGEST_RENDERED))})`;
}

const LONGEST_RENDERED = 80;

/** Markdown as a link to the page about a finding, or as it is where there is no address. */
function docsLink(markdown: string, code: FindingCode, links: Links): string {
  const url = webAddress(docsPage(code, links));
  return url === undefined ? markdown : `[${markdown}](${url})`;
}
