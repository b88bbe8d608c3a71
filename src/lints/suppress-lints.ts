import type { LintCode } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import type { Remark } from '../manifests/remark.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { Place } from '../source/place.ts';
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

/**
 * Applies comments to lints: one at the end of a line or directly above it means lints on that line, one above
 * everything else of a document means all of it. `lints` are those of every world, since a comment is needed if one is.
 */
export function suppressLints(
  lints: readonly Finding[],
  remarks: readonly Remark[],
  locate: (ref: SourceRef) => Place,
): SuppressedLints {
  const read = remarks.map(readSuppression);
  const suppressions = read.flatMap((one) => one.suppressions);
  const used = new Set<Suppression>();
  const left: Finding[] = [];
  const suppressed: SuppressedLint[] = [];
  for (const finding of lints) {
    const matching = suppressions.filter((suppression) => means(suppression, finding, locate));
    for (const suppression of matching) used.add(suppression);
    const [first] = matching;
    if (first === undefined) left.push(finding);
    else suppressed.push({ finding, reason: first.reason });
  }
  const unused = suppressions.filter((suppression) => !used.has(suppression));
  return {
    left,
    suppressed,
    findings: [...read.flatMap(({ findings }) => findings), ...unused.map(unusedFinding(lints, locate))],
  };
}

function means(
  { code, remark }: Suppression,
  { at, code: found }: Finding,
  locate: (ref: SourceRef) => Place,
): boolean {
  if (found !== code || at === undefined || at.file !== remark.file) return false;
  if (remark.isAboveDocument && at.kind === 'path' && at.document === remark.document) return true;
  return remark.subjectLine !== undefined && locate(at).span?.line === remark.subjectLine;
}

function unusedFinding(lints: readonly Finding[], locate: (ref: SourceRef) => Place) {
  return ({ remark, code }: Suppression): Finding => {
    const line = lineOfNearest(lints, code, remark, locate);
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
  locate: (ref: SourceRef) => Place,
): number | undefined {
  const lines = lints.flatMap((finding) =>
    finding.code === code && finding.at?.file === file ? [locate(finding.at).span?.line ?? 0] : [],
  );
  return lines.sort((a, b) => Math.abs(a - line) - Math.abs(b - line))[0];
}
