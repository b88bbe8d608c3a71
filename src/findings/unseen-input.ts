import type { FindingCode } from './catalogue.ts';
import type { ReportedFinding } from './report.ts';

/** Findings that say that something in a file was not read. */
const UNREAD: ReadonlySet<FindingCode> = new Set([
  'file-unreadable',
  'file-too-large',
  'link-leaves-workspace',
  'syntax-error',
  'duplicate-key',
  'nesting-too-deep',
] satisfies FindingCode[]);

/**
 * What was not seen, in words for a headline: claims are judged on the rest, so that whoever reads that they hold must
 * read this too. Undefined: everything was seen.
 */
export function unseenInput(findings: readonly ReportedFinding[]): string | undefined {
  const parts = [
    told(findings, (code) => UNREAD.has(code), ['1 file could not be read', 'files could not be read']),
    told(findings, (code) => code === 'unrendered-template', [
      '1 source was not rendered',
      'sources were not rendered',
    ]),
  ].flat();
  return parts.length === 0 ? undefined : `${parts.join(' and ')}, which may change the verdict`;
}

/** The same as a note about every verdict. */
export function unseenNote(findings: readonly ReportedFinding[]): readonly string[] {
  const unseen = unseenInput(findings);
  return unseen === undefined
    ? []
    : [`${unseen}: claims are judged on the rest, and what these hold might make them fail`];
}

function told(
  findings: readonly ReportedFinding[],
  isMeant: (code: FindingCode) => boolean,
  [one, more]: readonly [one: string, more: string],
): readonly string[] {
  const meant = findings.filter(({ code, severity }) => isMeant(code) && severity !== 'notice');
  const files = new Set(meant.map(({ at, message }) => at?.file ?? message)).size;
  if (files === 0) return [];
  return [files === 1 ? one : `${files} ${more}`];
}
