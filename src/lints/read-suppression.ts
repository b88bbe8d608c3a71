import { isFindingCode, isLint, LINT_CODES, type LintCode } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import type { Remark } from '../manifests/remark.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { SpanRef } from '../source/source-ref.ts';

/** What a comment suppresses, and why. */
export interface Suppression {
  readonly remark: Remark;
  readonly code: LintCode;
  readonly reason: string;
}

const COMMENT = /^#\s*netpol-gate:?\s*(.*)$/i;
const IGNORE = /^ignore\s+([a-z]+(?:-[a-z]+)*(?:\s*,\s*[a-z]+(?:-[a-z]+)*)*)\s*(.*)$/i;
/** Dashes of any length, or a colon. */
const BEFORE_REASON = /^[\s:\u2010-\u2015\u2212-]+/;

const FORM = 'write `# netpol-gate: ignore CODE \u2014 reason`';

/** Reads `# netpol-gate: ignore CODE — reason`; what is wrong with it is a finding at the comment. */
export function readSuppression(remark: Remark): {
  readonly suppressions: readonly Suppression[];
  readonly findings: readonly Finding[];
} {
  const refuse = (message: string, help: string): ReturnType<typeof readSuppression> => ({
    suppressions: [],
    findings: [findingAt('invalid-suppression', message, placeOf(remark), { help })],
  });
  const [, said = ''] = COMMENT.exec(remark.text) ?? [];
  const [, list, rest = ''] = IGNORE.exec(said) ?? [];
  if (list === undefined)
    return refuse('this comment for netpol-gate is not understood, so it suppresses nothing', FORM);
  const reason = rest.replace(BEFORE_REASON, '').trim();
  const codes = list.split(',').map((code) => code.trim());
  if (reason === '') {
    return refuse(`this comment gives no reason, so it does not suppress \`${codes.join(', ')}\``, FORM);
  }
  const wrong = codes.find((code) => !isLint(code));
  if (wrong !== undefined) return refuse(...whyNot(wrong));
  return { suppressions: codes.filter(isLint).map((code) => ({ remark, code, reason })), findings: [] };
}

/** The comment in its file. */
export function placeOf({ file, line, column, text }: Remark): SpanRef {
  return { kind: 'span', file, span: { line, column, endLine: line, endColumn: column + text.length } };
}

function whyNot(code: string): readonly [message: string, help: string] {
  if (isFindingCode(code)) {
    return [
      `\`${code}\` cannot be suppressed: it says what is the case, not what is probably not meant`,
      'mend what it reports; a claim that may fail for a while takes a `waive` in its suite',
    ];
  }
  const nearest = didYouMean(suggest(code, LINT_CODES));
  return [
    `there is no finding \`${code}\`, so this comment suppresses nothing`,
    nearest ?? 'write the code that stands in brackets at the finding',
  ];
}
