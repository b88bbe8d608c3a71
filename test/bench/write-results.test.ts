import { describe, expect, it } from 'vitest';
import type { Results, SizeResult } from '../../bench/results.ts';
import { type Target, weighTargets } from '../../bench/targets.ts';
import { writeResults } from '../../bench/write-results.ts';

const figures = (milliseconds: number) => ({ minimum: milliseconds, median: 2 * milliseconds });
const measured = <T>(value: T) => ({ kind: 'measured' as const, value });
const failed = { kind: 'failed' as const, why: 'not done after 40 s' };

/** A repository whose check takes `wall`, its build as many milliseconds as given. */
function judged(wall: number, build: number, engineToRead: number, peak: number) {
  const phases = { start: 40, read: 50, build, lint: 3, judge: 20, report: 1 };
  return {
    check: measured({ runs: 3, wall: figures(wall), peak: peak * 1e6 }),
    phases: measured({
      phases: {
        start: figures(phases.start),
        read: figures(phases.read),
        build: figures(phases.build),
        lint: figures(phases.lint),
        judge: figures(phases.judge),
        report: figures(phases.report),
      },
      engineToRead,
    }),
  };
}

function size(workloads: number, more: Pick<SizeResult, 'check' | 'phases'> & Partial<SizeResult>): SizeResult {
  return { workloads, claims: 1_000, files: workloads, bytes: 3_300 * workloads, ...more };
}

const RESULTS: Results = {
  circumstances: {
    command: 'npm run bench',
    date: '2030-01-01',
    commit: '`0123456789ab`',
    machine: 'A processor, 2 cores, 8.0 GB of memory, linux 6',
    node: 'Node v24.0.0',
    minutes: 1.25,
  },
  sizes: [
    size(100, judged(100, 10, 2, 60)),
    size(1_000, {
      ...judged(300, 100, 0.5, 100),
      parse: measured(figures(1_000)),
      allPairs: measured(figures(90)),
      connectivity: measured(figures(1_000)),
    }),
    size(10_000, judged(4_000, 2_000, 0.7, 400)),
    size(30_000, judged(12_000, 6_000, 0.4, 900)),
    size(100_000, { check: failed, phases: failed }),
  ],
  adversarial: [{ shape: 'closedSources', size: 200, ...judged(500, 50, 3, 90) }],
  profiles: [
    {
      what: '`check`, 1,000',
      shares: measured([
        { where: '`yaml`', share: 0.404 },
        { where: '`src/sets/overlay.ts`', share: 0.2 },
        { where: '`src/sets/interval-set.ts`', share: 0.1 },
      ]),
    },
    { what: '`connectivity`, 1,000', shares: measured([{ where: '`yaml`', share: 0.1 }]) },
    { what: '`check`, 12', shares: failed },
  ],
  again: measured({ start: 0, read: 25, build: 60, lint: 1, judge: 12, report: 0.4 }),
  held: [
    {
      workloads: 1_000,
      bytes: measured({ start: 9e6, read: 20e6, build: 31e6, lint: 32e6, judge: 40e6, report: 41e6 }),
    },
    { workloads: 10_000, bytes: failed },
  ],
  comparisons: {
    check: measured(figures(200)),
    changes: [
      { what: 'no change', diff: measured(figures(500)) },
      { what: 'a default deny', diff: failed },
    ],
  },
  coldStart: { workloads: 12, node: 'Node v24.0.0', check: measured({ runs: 3, wall: figures(120), peak: 50e6 }) },
};

const verdicts = (results: Results): readonly (readonly [measured: string, verdict: Target['verdict']])[] =>
  weighTargets(results).map((target) => [target.measured, target.verdict]);

describe('the targets', () => {
  it('are met or missed by the minima of one run', () => {
    expect(verdicts(RESULTS)).toEqual([
      ['0.30', 'met'],
      ['0.50 at 1,000, 0.70 at 10,000, 0.40 at 30,000, not done after 40 s at 100,000', 'missed'],
      ['n^1.22', 'missed'],
      ['100 MB', 'met'],
      ['400 MB', 'missed'],
      ['151 times faster', 'met'],
      ['120 ms', 'met'],
      ['not done after 40 s', 'missed'],
      ['1 of 1', 'met'],
    ]);
  });

  it('are not measured where nobody asked', () => {
    const node = 'no Node 24 here';
    const sizes = [size(100, judged(100, 10, 2, 60))];
    const results = { ...RESULTS, sizes, adversarial: [], coldStart: { workloads: 12, node } };
    expect(verdicts(results)).toEqual(Array.from({ length: 9 }, (_, at) => [at === 6 ? node : '–', 'not measured']));
  });

  it('are missed where there is no answer', () => {
    const sizes = RESULTS.sizes.map(({ workloads }) =>
      size(workloads, { check: failed, phases: failed, parse: failed, connectivity: failed }),
    );
    const adversarial = [{ shape: 'disjointPorts', size: 200, ...judged(500, 50, 3, 90), phases: failed }];
    const results = { ...RESULTS, sizes, adversarial, coldStart: { ...RESULTS.coldStart, check: failed } };
    expect(verdicts(results)).toEqual([
      ...Array.from({ length: 8 }, (_, at) => [
        at === 1 ? expect.stringMatching(/^not done.* at 1,000, /) : failed.why,
        'missed',
      ]),
      [`disjointPorts: ${failed.why}`, 'missed'],
    ]);
  });

  it('does not count the growth up to a smaller size as measured', () => {
    const results = { ...RESULTS, sizes: RESULTS.sizes.slice(0, 3) };
    expect(verdicts(results)[2]).toEqual(['n^1.30 up to 10,000', 'not measured']);
  });
});

describe('the page of results', () => {
  it('has a row for each comparison, beside the check', () => {
    const page = writeResults(RESULTS);
    expect(page).toContain('| no change | 500 / 1,000 | 2.5 |');
    expect(page).toContain(`| a default deny | ${failed.why} | ${failed.why} |`);
  });

  it('says where it comes from, and has a row for each size and target', () => {
    const page = writeResults(RESULTS);
    expect(page).toContain('`npm run bench`, in 1.3 minutes, on 2030-01-01, of commit `0123456789ab`.');
    expect(page).toContain('| peak memory of check at 10,000 workloads | ≤ 350 MB | 400 MB | **missed** |');
    expect(page).toContain(
      '| 1,000 | 1,000 | 3.3 MB | 3 | 300 / 600 | 40 / 80 | 50 / 100 | 100 / 200 | 3 / 6 | 20 / 40 | 1 / 2 | 100 MB |',
    );
    expect(page).toContain(
      '| 100,000 | 1,000 | 330.0 MB | – | not done after 40 s | not done after 40 s | – | – | – | – | – | – |',
    );
    expect(page).toContain('| build | n^1.22 (1,000 to 30,000) |');
    expect(page).toContain('| `yaml` | 40 % | 10 % | 0 % |\n| `src/sets` | 30 % | 0 % | 0 % |');
    expect(page).toContain('`check`, 12: not done after 40 s.');
    expect(page).toContain('| build | 100 | 60 |');
    expect(page).toContain('| judge | 40 MB | not done after 40 s |');
    expect(page).toContain('| `closedSources` | 200 | 3 | 500 / 1,000 |');
  });

  it('says that the figures of netpol-analyzer are of another run', () => {
    expect(writeResults(RESULTS)).toContain(
      'netpol-analyzer was not run here. Its `list` took 2.1 s at 100, 6.1 s at 200, 27.6 s at 400 workloads in another run',
    );
  });

  it('has tables of even width', () => {
    const rows = writeResults(RESULTS)
      .split('\n\n')
      .filter((block) => block.startsWith('|'))
      .map((block) =>
        block
          .trimEnd()
          .split('\n')
          .map((line) => line.split('|').length),
      );
    expect(rows).toHaveLength(9);
    for (const widths of rows) expect(new Set(widths).size).toBe(1);
  });
});
