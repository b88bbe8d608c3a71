import { isFindingCode, isLint, LINT_CODES, type LintCode, type Severity } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import type { LintSettings } from '../findings/lint-settings.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import { below, type SourceRef, underlining } from '../source/source-ref.ts';
import { asMap } from './plain-data.ts';

/** The severities under `lint`, and what is wrong with them; values of wrong form are left to the schema. */
export function loadLintSettings(
  value: unknown,
  origin: SourceRef,
): { readonly lint: LintSettings; readonly findings: readonly Finding[] } {
  const lint = new Map<LintCode, Severity | 'off'>();
  const findings: Finding[] = [];
  for (const [code, setting] of Object.entries(asMap(value) ?? {})) {
    const severity = severityOf(setting);
    if (!isLint(code)) findings.push(refuse(code, underlining(below(origin, code), 'key')));
    else if (severity !== undefined) lint.set(code, severity);
  }
  return { lint, findings };
}

const SEVERITIES: ReadonlySet<unknown> = new Set(['error', 'warning', 'notice', 'off']);

function severityOf(setting: unknown): Severity | 'off' | undefined {
  // YAML 1.1, which kubectl reads, has `off` for false.
  if (setting === false) return 'off';
  return SEVERITIES.has(setting) ? (setting as Severity | 'off') : undefined;
}

function refuse(code: string, at: SourceRef): Finding {
  const common = { code: 'invalid-suite', severity: 'error', at } as const;
  if (isFindingCode(code)) {
    return {
      ...common,
      message: `\`${code}\` is no lint, and its severity cannot be set: it says what is the case, not what is probably not meant`,
      help: `only lints can be set: ${LINT_CODES.map((name) => `\`${name}\``).join(', ')}`,
    };
  }
  const help = didYouMean(suggest(code, LINT_CODES)) ?? 'the codes of lints are listed in docs/findings/README.md';
  return { ...common, message: `there is no lint \`${code}\``, help };
}
