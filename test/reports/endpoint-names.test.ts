import { describe, expect, it } from 'vitest';
import type { CheckReport, SuiteReport } from '../../src/findings/report.ts';
import { endpointNames } from '../../src/reports/endpoint-names.ts';
import { renderText } from '../../src/reports/text.ts';
import { green, threeTiers } from './sample-reports.ts';

/** The report with maps that `make` works out when they are read. */
function withMaps(report: CheckReport, make: () => NonNullable<SuiteReport['connectivity']>): CheckReport {
  const map = { enumerable: true, get: make };
  return { ...report, suites: report.suites.map((suite) => Object.defineProperty({ ...suite }, 'connectivity', map)) };
}

const refuseToMap = (): never => {
  throw new Error('a map was worked out');
};

describe('the name of an endpoint', () => {
  const mapped = (...ids: readonly string[]): CheckReport =>
    withMaps(green, () => ({
      endpoints: ids.map((id) => ({ id, kind: 'workload', labels: {} })),
      connections: [],
    }));

  it('is short where nobody else in the report has it', () => {
    expect(endpointNames(mapped('ns/Deployment:one', 'ns/Deployment:two'))('ns/Deployment:one')).toBe('ns/one');
  });

  it('is the whole id where a map has another of that name', () => {
    const names = endpointNames(mapped('ns/Deployment:one', 'ns/StatefulSet:one'));
    expect(names('ns/Deployment:one')).toBe('ns/Deployment:one');
  });
});

describe('the map of a suite', () => {
  it.each([true, false])('is not worked out for a green report in text, quiet: %s', (quiet) => {
    expect(() => renderText(withMaps(green, refuseToMap), { color: false, quiet })).not.toThrow();
  });

  it('is worked out where a report in text names endpoints', () => {
    expect(() => renderText(withMaps(threeTiers, refuseToMap), { color: false, quiet: true })).toThrow(
      'a map was worked out',
    );
  });
});
