import { setOutput, warning } from '@actions/core';
import type { CheckReport } from '../findings/report.ts';
import { countChanges } from '../reports/change-headline.ts';

/** The outputs of `action.yml`, by name. */
export const OUTPUTS = [
  'result',
  'claims',
  'failed',
  'undecided',
  'opened',
  'closed',
  'report',
  'comment',
  'sarif',
] as const;

/** A value for each output; paths are absolute, or empty where there is no file. */
export type Outputs = Readonly<Record<(typeof OUTPUTS)[number], string>>;

/** What the outputs say of a report, but for the paths. */
export function outputsOf(report: CheckReport, paths: Pick<Outputs, 'report' | 'comment' | 'sarif'>): Outputs {
  const { claims, fails, undecided } = report.summary;
  const result = resultOf(report.exitCode);
  const { opened, closed } = changeOutputs(report);
  return {
    result,
    claims: String(claims),
    failed: String(fails),
    undecided: String(undecided),
    opened,
    closed,
    ...paths,
  };
}

/** Nothing is not zero: where a world was not compared, or not all of it, nobody knows. */
function changeOutputs({ change }: CheckReport): Pick<Outputs, 'opened' | 'closed'> {
  if (
    change?.kind !== 'compared' ||
    change.worlds.some(({ unknown, isPartial }) => unknown !== undefined || isPartial)
  ) {
    return { opened: '', closed: '' };
  }
  const { opens, closes } = countChanges(change.worlds);
  return { opened: String(opens), closed: String(closes) };
}

/** The outputs of a step that came to no report. */
export const NO_VERDICT: Outputs = {
  result: 'error',
  claims: '0',
  failed: '0',
  undecided: '0',
  opened: '',
  closed: '',
  report: '',
  comment: '',
  sarif: '',
};

/** Hands the outputs to the runner; where it takes none, the verdict is the same. */
export function writeOutputs(outputs: Outputs): void {
  try {
    for (const name of OUTPUTS) setOutput(name, outputs[name]);
  } catch (error) {
    warning(`the outputs cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function resultOf(exitCode: CheckReport['exitCode']): 'pass' | 'fail' | 'error' {
  if (exitCode === 0) return 'pass';
  return exitCode === 1 ? 'fail' : 'error';
}
