import type { CheckReport, ClaimReport, ReportedFinding } from '../findings/report.ts';
import type { Place } from '../source/place.ts';
import { codeOf, isInFile, placeLabel, reasonsOf, storyOf } from './claim-places.ts';
import { byCause, foldWorlds, hasSeveralWorlds } from './claims-by-cause.ts';
import { escapeCommandData, escapeCommandProperty } from './escape-command.ts';
import { docsPage, type Links } from './links.ts';
import { claimsToExplain, countOf, verdictOf } from './verdict.ts';
import { clip, visibleText } from './visible-text.ts';

/** A remark that GitHub shows beside a line. Texts are as meant, escaped only in a command. */
export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  /** Sentences of ours, one a line. */
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  /** Only where the stretch lies in one line; GitHub drops them elsewhere. */
  readonly column?: number;
  readonly endColumn?: number;
}

/** GitHub shows ten of a level and step and hides the rest; one of them is for the closing sentence. */
const MOST_OF_A_LEVEL = 9;
const LONGEST_TITLE = 255;
const LONGEST_MESSAGE = 4096;

/** What stands beside the lines: worst first, at most nine errors and nine warnings. */
export function annotations(report: CheckReport, links: Links): readonly Annotation[] {
  const { errors, warnings } = allAnnotations(report, links);
  const room = warnings.length > MOST_OF_A_LEVEL ? MOST_OF_A_LEVEL - 1 : MOST_OF_A_LEVEL;
  const more = warnings.length - room;
  return [
    ...errors.slice(0, MOST_OF_A_LEVEL),
    ...warnings.slice(0, room),
    ...(more > 0 ? [{ level: 'warning', title: 'netpol-gate', message: `+${more} more in the summary` } as const] : []),
  ];
}

/** The sentence that ends a red run: "12 of 40 claims fail (3 more in the summary)". */
export function closingSentence(report: CheckReport): string {
  const { headline } = verdictOf(report);
  const more = allAnnotations(report, {}).errors.length - MOST_OF_A_LEVEL;
  return more > 0 ? `${headline} (${more} more in the summary)` : headline;
}

/** The annotation as the runner reads it from a log: `::error file=…,line=…,title=…::message`. */
export function annotationCommand(annotation: Annotation): string {
  const { level, title, message, file, line, endLine, column, endColumn } = annotation;
  const properties = { file, line, endLine, col: column, endColumn, title };
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeCommandProperty(String(value))}`);
  return `::${level} ${written.join(',')}::${escapeCommandData(message)}`;
}

interface Levels {
  readonly errors: readonly Annotation[];
  readonly warnings: readonly Annotation[];
}

function allAnnotations(report: CheckReport, links: Links): Levels {
  const claims = claimsToExplain(report);
  const remarks = (group: readonly ClaimReport[]): readonly Annotation[] =>
    byCause(group).map((alike) => claimAnnotation(alike, hasSeveralWorlds(report.claims), links));
  const all = [
    ...remarks(claims.filter(({ status }) => status === 'fails')),
    // A claim is often undecided because of what a finding tells; that is to be mended first.
    ...report.findings.flatMap((finding) => findingAnnotation(finding, links)),
    ...remarks(claims.filter(({ status }) => status !== 'fails')),
  ];
  return {
    errors: all.filter(({ level }) => level === 'error'),
    warnings: all.filter(({ level }) => level === 'warning'),
  };
}

/** Of claims that have one cause the first is told, and the others are named. */
function claimAnnotation(
  [claim, ...more]: readonly [ClaimReport, ...ClaimReport[]],
  showsWorlds: boolean,
  links: Links,
): Annotation {
  const code = codeOf(claim);
  const { fact, reasons, advice } = storyOf(claim, reasonsOf(claim));
  const [first, ...rest] = foldWorlds([claim, ...more]);
  const inWorlds = (worlds: readonly string[] = []): string => (showsWorlds ? ` in ${worlds.join(', ')}` : '');
  const others = rest.length > 0 ? ` and ${countOf(rest.length, 'more claim')}` : '';
  const place = isInFile(claim.guilty) ? claim.guilty : claim.at;
  return {
    level: claim.severity,
    title:
      clip(visibleText(`${claim.status}${inWorlds(first?.worlds)}: ${claim.sentence}`), LONGEST_TITLE - others.length) +
      others,
    message: message([
      fact,
      ...reasons.map(({ reason, at }) => `${reason}${at ? ` (${placeLabel(at)})` : ''}`),
      advice,
      `claimed in ${placeLabel(claim.at)}${claim.because === undefined ? '' : `, because ${claim.because}`}`,
      ...rest.map(
        ({ claim: { sentence, at }, worlds }) =>
          `${claim.status} for the same reason${inWorlds(worlds)}: ${sentence} (${placeLabel(at)})`,
      ),
      code && docsPage(code, links),
    ]),
    ...position(place),
  };
}

function findingAnnotation(
  { code, severity, message: fact, help, at, worlds }: ReportedFinding,
  links: Links,
): readonly Annotation[] {
  // Notices change no verdict; the summary has them.
  if (severity === 'notice') return [];
  return [
    {
      level: severity,
      title: code,
      message: message([fact, worlds && `in ${worlds.join(', ')}`, help, docsPage(code, links)]),
      ...(at && position(at)),
    },
  ];
}

function message(lines: readonly (string | undefined)[]): string {
  const text = lines.filter((line) => line !== undefined).map(visibleText);
  return clip(text.join('\n'), LONGEST_MESSAGE);
}

function position(place: Place): Partial<Annotation> {
  const { file, span } = place;
  if (!isInFile(place)) return {};
  if (!span) return { file };
  const lines = { file, line: span.line, endLine: span.endLine };
  return span.line === span.endLine ? { ...lines, column: span.column, endColumn: span.endColumn } : lines;
}
