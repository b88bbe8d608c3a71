import { describe, expect, it } from 'vitest';
import { closedSources, disjointPorts, manyEmptySelectors } from '../../bench/generate-adversarial.ts';
import { checkGenerated } from './check-generated.ts';

describe('an adversarial repository', () => {
  it.each([
    ['many empty selectors', manyEmptySelectors(60)],
    ['closed sources', closedSources(12)],
    ['ports that exclude each other', disjointPorts(12)],
  ])('has claims of known verdicts: %s', (_, { files, holds, fails }) => {
    expect(fails).toBeGreaterThan(0);
    const { exitCode, summary } = checkGenerated(files);
    expect({ exitCode, summary }).toEqual({
      exitCode: 1,
      summary: { claims: holds + fails, holds, fails, undecided: 0, invalid: 0, waived: 0 },
    });
  });
});
