import { expect, it } from 'vitest';
import type { ClaimStatus } from '../../src/findings/report.ts';
import { exitCodeOf } from '../../src/gate/exit-code.ts';
import { claim } from '../reports/sample-reports.ts';

it.each<readonly [ClaimStatus, number]>([
  ['holds', 0],
  ['waived', 0],
  ['fails', 1],
  ['undecided', 1],
  ['invalid', 2],
])('a claim that ends as %s exits with %i, whatever findings there are', (status, code) => {
  const claims = [claim('web -/-> db', { status: 'holds' }), claim('web -/-> db', { status })];
  expect(exitCodeOf({ claims, findings: [], failOn: 'error' })).toBe(code);
  // `never` forgives what fails, not what could not be judged.
  expect(exitCodeOf({ claims, findings: [], failOn: 'never' })).toBe(code === 1 ? 0 : code);
});
