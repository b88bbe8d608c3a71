import type { CheckReport, ClaimReport, SuiteReport } from '../findings/report.ts';

/** A suite in one world with its claims. */
export interface SuiteClaims {
  readonly suite: SuiteReport;
  readonly claims: readonly ClaimReport[];
}

/** The claims by suite and world, in the order of the report. Each claim is in it, also one whose suite is not. */
export function claimsBySuite({ suites, claims }: Pick<CheckReport, 'suites' | 'claims'>): readonly SuiteClaims[] {
  const byKey = new Map<string, { readonly suite: SuiteReport; readonly claims: ClaimReport[] }>();
  for (const suite of suites) byKey.set(keyOf(suite.file, suite.world), { suite, claims: [] });
  for (const claim of claims) {
    const key = keyOf(claim.suite, claim.world);
    const entry = byKey.get(key);
    if (entry) entry.claims.push(claim);
    else byKey.set(key, { suite: { file: claim.suite, world: claim.world }, claims: [claim] });
  }
  return [...byKey.values()];
}

const keyOf = (file: string, world: string): string => JSON.stringify([file, world]);
