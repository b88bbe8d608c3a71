import type { LintCode } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import type { Remark } from '../manifests/remark.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { SourceRef } from '../source/source-ref.ts';
import { placeOf, readSuppression, type Suppression } from './read-suppression.ts';

/** A lint that a comment suppresses, with the reason given there. */
export interface SuppressedLint {
  readonly finding: Finding;
  readonly reason: string;
}

/** What comments in manifests leave of the lints, what they suppress, and what is wrong with them. */
export interface SuppressedLints {
  readonly left: readonly Finding[];
  readonly suppressed: readonly SuppressedLint[];
  readonly findings: readonly Finding[];
}

/** Where a finding was written, and on which line; a finding in rendered text was written in its source. */
export type Find = (ref: SourceRef) => { readonly at: SourceRef; readonly line: number | undefined };

/**
 * Applies comments to lints: one at the end of a line or directly above it means lints on that line, one above
 * everything else of a document means all of it. `lints` are those of every world, since a comment is needed if one is.
 */
export function suppressLints(lints: readonly Finding[], remarks: readonly Remark[], find: Find): SuppressedLints {
  const read = remarks.map(readSuppression);
  const suppressions = read.flatMap((one) => one.suppressions);
  const found = findOnce(find);
  const matchingOf = matchingSuppressions(suppressions, found);
  const used = new Set<Suppression>();
  const left: Finding[] = [];
  const suppressed: SuppressedLint[] = [];
  for (const finding of lints) {
    const matching = matchingOf(finding);
    for (const suppression of matching) used.add(suppression);
    const [first] = matching;
    if (first === undefined) left.push(finding);
    else suppressed.push({ finding, reason: first.reason });
  }
  const unused = suppressions.filter((suppression) => !used.has(suppression));
  return {
    left,
    suppressed,
    findings: [...read.flatMap(({ findings }) => findings), ...unused.map(unusedFinding(lints, found))],
  };
}

/** Each place is looked up once, however many suppressions of its code there are, and not at all without any. */
function findOnce(find: Find): Find {
  const known = new Map<SourceRef, ReturnType<Find>>();
  return (ref) => {
    const found = known.get(ref) ?? find(ref);
    known.set(ref, found);
    return found;
  };
}

/** Finds the suppressions that mean a finding, in their order. */
function matchingSuppressions(
  suppressions: readonly Suppression[],
  find: Find,
): (finding: Finding) => readonly Suppression[] {
  const byPlace = new Map<string, Suppression[]>();
  const numbers = new Map(suppressions.map((suppression, number) => [suppression, number]));
  const codes = new Set<string>(suppressions.map(({ code }) => code));
  const enter = (place: string, suppression: Suppression): void => {
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, [suppression]);
    else known.push(suppression);
  };
  for (const suppression of suppressions) {
    const { code, remark } = suppression;
    if (remark.isAboveDocument) enter(`${code} document ${remark.document} ${remark.file}`, suppression);
    if (remark.subjectLine !== undefined) enter(`${code} line ${remark.subjectLine} ${remark.file}`, suppression);
  }
  return ({ code, at: ref }) => {
    if (!codes.has(code) || ref === undefined) return [];
    const { at, line } = find(ref);
    const places = [`${code} line ${line} ${at.file}`];
    if (at.kind === 'path') places.push(`${code} document ${at.document} ${at.file}`);
    const matching = new Set(places.flatMap((place) => byPlace.get(place) ?? []));
    return [...matching].sort((a, b) => (numbers.get(a) ?? 0) - (numbers.get(b) ?? 0));
  };
}

function unusedFinding(lints: readonly Finding[], find: Find) {
  return ({ remark, code }: Suppression): Finding => {
    const line = lineOfNearest(lints, code, remark, find);
    const help =
      line === undefined
        ? 'remove it'
        : `\`${code}\` is on line ${line}: put the comment on that line or directly above it, or above the whole document`;
    return findingAt(
      'suppression-unused',
      `no \`${code}\` is here, so this comment suppresses nothing`,
      placeOf(remark),
      {
        help,
      },
    );
  };
}

function lineOfNearest(
  lints: readonly Finding[],
  code: LintCode,
  { file, line }: Remark,
  find: Find,
): number | undefined {
  const lines = lints.flatMap((finding) => {
    const found = finding.code === code && finding.at !== undefined ? find(finding.at) : undefined;
    return found?.at.file === file ? [found.line ?? 0] : [];
  });
  return lines.sort((a, b) => Math.abs(a - line) - Math.abs(b - line))[0];
}
