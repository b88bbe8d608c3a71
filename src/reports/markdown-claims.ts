import type { CheckReport, ClaimReport, ClaimStatus, Reason, ReportedFinding } from '../findings/report.ts';
import type { Place } from '../source/place.ts';
import { isInFile, placeLabel, reasonsOf, samePlace } from './claim-places.ts';
import { codeCell, proseCell } from './escape-markdown.ts';
import { type Links, permalink } from './links.ts';
import { claimsInQuestion } from './verdict.ts';

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

/** The claims in question as a table; empty where there are none. */
export function claimTable(report: CheckReport, links: Links, room: Room): string {
  const claims = claimsInQuestion(report);
  const worlds = new Set(report.claims.map(({ world }) => world)).size;
  const rows = claims.map((claim) => claimRow(claim, links, worlds > 1));
  return table('|  | Claim | What the manifests do | Because |', rows, room);
}

/** The findings about the input as a table; empty where there are none. */
export function findingTable(
  { findings }: { readonly findings: readonly ReportedFinding[] },
  links: Links,
  room: Room,
): string {
  const rows = findings.map(({ severity, code, message, help, at }) => [
    `${SEVERITY_EMOJI[severity]} ${severity}`,
    `${proseCell(message)}${help === undefined ? '' : `<br>**Do:** ${proseCell(help)}`}`,
    at ? placeLink(at, links) : '',
    `\`${code}\``,
  ]);
  return table('|  | About the input | Where | Code |', rows, room);
}

function table(head: string, rows: readonly (readonly string[])[], { rows: most, elsewhere }: Room): string {
  if (rows.length === 0) return '';
  const columns = head.split('|').length - 2;
  const more = rows.length > most ? ['', `${rows.length - most} more are not shown here. ${elsewhere}`] : [];
  const shown = rows.slice(0, most).map((cells) => `| ${cells.join(' | ')} |`);
  return [head, `|${'---|'.repeat(columns)}`, ...shown, ...more].join('\n');
}

function claimRow(claim: ClaimReport, links: Links, showsWorld: boolean): readonly string[] {
  const facts = [
    placeLink(claim.at, links),
    ...(claim.id === undefined ? [] : [codeCell(claim.id)]),
    ...(showsWorld ? [`in ${codeCell(claim.world)}`] : []),
    ...(claim.because === undefined ? [] : [proseCell(claim.because)]),
  ];
  const severity = claim.severity === 'warning' ? '<br>(warning)' : '';
  const pairs =
    claim.pairs.judged > 1 ? `<br><sub>${claim.pairs.holding} of ${claim.pairs.judged} pairs hold</sub>` : '';
  return [
    `${STATUS_EMOJI[claim.status]} ${claim.status}${severity}`,
    `${codeCell(claim.sentence)}<br><sub>${facts.join(' · ')}</sub>`,
    `${proseCell(claim.message)}${pairs}`,
    causes(claim, links),
  ];
}

/** Reasons that a cell has room for. */
const MOST_REASONS = 3;

function causes(claim: ClaimReport, links: Links): string {
  const reasons = decisiveReasons(claim).slice(0, MOST_REASONS);
  const miss = claim.witness?.nearestMiss;
  const told = [...reasons, ...(miss ? [miss] : []), claim].flatMap(({ at }) => (at ? [at] : []));
  return [
    ...reasons.map(({ reason, at }) => `${proseCell(reason)}${at ? ` ${placeLink(at, links)}` : ''}`),
    ...(miss ? [`nearest miss: ${proseCell(miss.reason)}${miss.at ? ` ${placeLink(miss.at, links)}` : ''}`] : []),
    ...(told.some((at) => samePlace(at, claim.guilty)) ? [] : [`see ${placeLink(claim.guilty, links)}`]),
    ...(claim.help === undefined ? [] : [`**Do:** ${proseCell(claim.help)}`]),
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
function placeLink(place: Place, links: Links): string {
  const label = isInFile(place) && place.span ? `${place.file}:${place.span.line}` : placeLabel(place);
  const url = permalink(place, links);
  return url === undefined ? codeCell(label) : `[${codeCell(label)}](${url})`;
}
