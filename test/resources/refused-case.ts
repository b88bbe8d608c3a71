import { expect, it } from 'vitest';
import { flatten, readText } from './read-text.ts';

/** A policy that the API server refuses, and everything that is said of it. */
export interface RefusedCase {
  readonly name: string;
  readonly text: string;
  readonly findings: readonly Readonly<Record<'code' | 'message' | 'help' | 'at', string>>[];
}

/** Each case says all of its findings as errors, and its policy stays as one whose effect is not known. */
export function itRefuses(cases: readonly RefusedCase[]): void {
  it.each(cases)('$name', ({ text, findings }) => {
    const { findings: found, adminPolicies, opaquePolicies } = readText(text);
    expect(found.map(flatten)).toEqual(findings.map((finding) => ({ ...finding, severity: 'error' })));
    expect(adminPolicies).toEqual([]);
    expect(opaquePolicies).toMatchObject([
      { directions: ['ingress', 'egress'], effect: 'either', why: 'the API server would refuse it as it is written' },
    ]);
    expect(opaquePolicies[0]).not.toHaveProperty('namespace');
  });
}
