import type { LintCode, Severity } from './catalogue.ts';
import type { Finding } from './finding.ts';

/** How a suite weighs lints; a code that is not there keeps its severity. */
export type LintSettings = ReadonlyMap<LintCode, Severity | 'off'>;

const RANK = { error: 0, warning: 1, notice: 2, off: 3 } as const;

/** Lints with the severities that suites about one world give them; of several suites the strictest counts. */
export function weighLints(lints: readonly Finding[], settings: readonly LintSettings[]): readonly Finding[] {
  return lints.flatMap((lint) => {
    const [strictest = lint.severity] = settings
      .flatMap((setting) => setting.get(lint.code as LintCode) ?? [])
      .sort((a, b) => RANK[a] - RANK[b]);
    return strictest === 'off' ? [] : [{ ...lint, severity: strictest }];
  });
}
