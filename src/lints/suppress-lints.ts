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
  const used = new Set<Suppression>();
  const left: Finding[] = [];
  const suppressed: SuppressedLint[] = [];
  for (const finding of lints) {
    const matching = suppressions.filter((suppression) => means(suppression, finding, find));
    for (const suppression of matching) used.add(suppression);
    const [first] = matching;
    if (first === undefined) left.push(finding);
    else suppressed.push({ finding, reason: first.reason });
  }
  const unused = suppressions.filter((suppression) => !used.has(suppression));
  return {
    left,
    suppressed,
    findings: [...read.flatMap(({ findings }) => findings), ...unused.map(unusedFinding(lints, find))],
  };
}

function means({ code, remark }: Suppression, finding: Finding, find: Find): boolean {
  if (finding.code !== code || finding.at === undefined) return false;
  const { at, line } = find(finding.at);
  if (at.file !== remark.file) return false;
  if (remark.isAboveDocument && at.kind === 'path' && at.document === remark.document) return true;
  return remark.subjectLine !== undefined && line === remark.subjectLine;
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
