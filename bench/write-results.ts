import { PHASES, type Phase } from './phases-run.ts';
import { extrapolatedList, RECORDED_GROWTH, RECORDED_LIST } from './recorded-peer.ts';
import type { Figures, Judged, Outcome, Results, SizeResult } from './results.ts';
import { both, measuredIn } from './results.ts';
import { growthExponent, type Point } from './statistics.ts';
import { byFolder } from './summarise-profile.ts';
import { TARGET_WORKLOADS, weighTargets } from './targets.ts';

/** The results as a page of Markdown. */
export function writeResults(results: Results): string {
  return [
    '# Benchmarks',
    introduction(results),
    '## Targets',
    targets(results),
    '## By size',
    `Realistic repositories. ${CELLS}`,
    bySize(results.sizes),
    '## Where the time goes',
    profiles(results),
    again(results),
    '## What is held',
    held(results),
    '## Growth',
    growth(results.sizes),
    '## All pairs',
    allPairs(results.sizes),
    '## Comparisons',
    comparisons(results),
    '## Adversarial shapes',
    `Sizes are policies in the one namespace of \`manyEmptySelectors\`, and sources (and as many targets) of the others. ${CELLS}`,
    adversarial(results),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

const CELLS = 'Times are minimum / median in milliseconds, memory is the largest peak.';

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  start: 'start',
  read: 'read + parse',
  build: 'build',
  lint: 'lint',
  judge: 'judge',
  report: 'report',
};

function introduction({ circumstances }: Results): string {
  const { command, date, commit, machine, node, minutes } = circumstances;
  return `Written by \`${command}\`, in ${minutes.toFixed(1)} minutes, on ${date}, of commit ${commit}.
${machine}; ${node}.

Every figure is of cold processes, started in turn. *Whole check* is \`dist/cli/index.js check -q\` from outside. The phases are from a process of its own, unbundled,
that takes the same steps one by one, so that its *start* is longer than that of the bundle. *Build* is typed objects, compiled policies, cluster and engine; what the engine puts off until it is asked is in *judge*. *Read + parse* takes in the suite.
A run counts only if every claim turns out as the generator knows that it must. Trust ratios and growth rather than single values.`;
}

function targets(results: Results): string {
  const rows = weighTargets(results).map(({ what, target, measured, verdict }) => [
    what,
    target,
    measured,
    verdict === 'missed' ? '**missed**' : verdict,
  ]);
  return table(['what', 'target', 'measured', ''], rows);
}

function bySize(sizes: readonly SizeResult[]): string {
  return table(
    ['workloads', 'claims', 'YAML', ...JUDGED_HEAD],
    sizes.map((size) => [
      number(size.workloads),
      number(size.claims),
      `${(size.bytes / 1e6).toFixed(1)} MB`,
      ...judgedCells(size),
    ]),
  );
}

function adversarial(results: Results): string {
  const rows = results.adversarial.map((one) => [`\`${one.shape}\``, number(one.size), ...judgedCells(one)]);
  return table(['shape', 'size', ...JUDGED_HEAD], rows);
}

const JUDGED_HEAD = ['runs', 'whole check', ...PHASES.map((phase) => PHASE_WORDS[phase]), 'memory'];

function judgedCells({ check, phases }: Judged): readonly string[] {
  const measured = measuredIn(phases);
  const { runs, peak } = measuredIn(check) ?? {};
  return [
    runs === undefined ? '–' : String(runs),
    cell(check, ({ wall }) => minimumAndMedian(wall)),
    ...(measured
      ? PHASES.map((phase) => minimumAndMedian(measured.phases[phase]))
      : [cell(phases, () => ''), ...PHASES.slice(1).map(() => '–')]),
    peak === undefined ? '–' : `${number(Math.round(peak / 1e6))} MB`,
  ];
}

const LARGEST_SHARES = 12;

function profiles({ profiles: runs }: Results): string {
  const failures = runs.flatMap(({ what, shares }) => (shares.kind === 'failed' ? [`${what}: ${shares.why}.`] : []));
  const known = runs.map(
    ({ shares }) => new Map(byFolder(measuredIn(shares) ?? []).map((one) => [one.where, one.share])),
  );
  const largest = (place: string): number => Math.max(...known.map((shares) => shares.get(place) ?? 0));
  const places = [...new Set(known.flatMap((shares) => [...shares.keys()]))].sort((a, b) => largest(b) - largest(a));
  const rows = places
    .slice(0, LARGEST_SHARES)
    .map((place) => [place, ...known.map((shares) => percent(shares.get(place) ?? 0))]);
  return [
    'The share of each place in the time of a run, without what it calls; unbundled, with what starting takes, and slowed by the profiler. The largest shares.',
    table(['', ...runs.map(({ what }) => what)], rows),
    ...failures,
  ].join('\n\n');
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

const STEPS = PHASES.filter((phase) => phase !== 'start');

function again({ sizes, again: found }: Results): string {
  const cold = sizes.find(({ workloads }) => workloads === TARGET_WORKLOADS)?.phases;
  const milliseconds = (phase: Phase): string => cell(found, (phases) => number(Math.round(phases[phase])));
  const rows = STEPS.map((phase) => [
    PHASE_WORDS[phase],
    cold === undefined ? '–' : cell(cold, ({ phases }) => number(Math.round(phases[phase].minimum))),
    milliseconds(phase),
  ]);
  return `The phases at ${number(TARGET_WORKLOADS)} workloads, in a process of their own, and a third time in one process, when V8 has compiled what is used: milliseconds.

${table(['', 'cold', 'a third time'], rows)}`;
}

function held({ held: all }: Results): string {
  const rows = PHASES.map((phase) => [
    PHASE_WORDS[phase],
    ...all.map(({ bytes }) => cell(bytes, (phases) => `${number(Math.round(phases[phase] / 1e6))} MB`)),
  ]);
  return `Objects in use once a phase is done, garbage collected. What a run needs beyond that is Node itself, code, and garbage.

${table(['', ...all.map(({ workloads }) => `${number(workloads)} workloads`)], rows)}`;
}

function growth(sizes: readonly SizeResult[]): string {
  const large = sizes.filter(({ workloads }) => workloads >= TARGET_WORKLOADS);
  const exponent = (costOf: (size: SizeResult) => number | undefined): string => {
    const points = large.flatMap((size): Point[] => {
      const cost = costOf(size);
      return cost === undefined ? [] : [[size.workloads, cost]];
    });
    const found = growthExponent(points);
    return found === undefined
      ? '–'
      : `n^${found.toFixed(2)} (${number(points[0]?.[0] ?? 0)} to ${number(points.at(-1)?.[0] ?? 0)})`;
  };
  return `The exponent that fits the minima best, by least squares over logarithms.

${table(
  ['', 'growth'],
  [
    ['whole check', exponent(({ check }) => measuredIn(check)?.wall.minimum)],
    ...PHASES.filter((phase) => phase !== 'start').map((phase) => [
      PHASE_WORDS[phase],
      exponent(({ phases }) => measuredIn(phases)?.phases[phase].minimum),
    ]),
    ['peak memory', exponent(({ check }) => measuredIn(check)?.peak)],
  ],
)}`;
}

function allPairs(sizes: readonly SizeResult[]): string {
  const size = sizes.find(({ workloads }) => workloads === TARGET_WORKLOADS);
  const rows = [
    ['bare `yaml` parse', figuresCell(size?.parse)],
    ["the engine's verdict on every pair of endpoints", figuresCell(size?.allPairs)],
    ['whole `connectivity`', figuresCell(size?.connectivity)],
  ];
  const recorded = RECORDED_LIST.map(([workloads, seconds]) => `${seconds} s at ${workloads}`).join(', ');
  return `At ${number(TARGET_WORKLOADS)} workloads; minimum / median in milliseconds.

${table(['', 'ms'], rows)}

netpol-analyzer was not run here. Its \`list\` took ${recorded} workloads in another run, on repositories like these and such a machine. That grows like
n^${RECORDED_GROWTH.toFixed(1)}, so ${number(TARGET_WORKLOADS)} workloads would take it about ${Math.round(extrapolatedList(TARGET_WORKLOADS))} s; the target is weighed against that figure, which nobody measured.`;
}

function comparisons({ comparisons: { check, changes } }: Results): string {
  const rows = changes.map(({ what, diff }) => [
    what,
    figuresCell(diff),
    cell(
      both(diff, check, (one, other) => one.minimum / other.minimum),
      (ratio) => ratio.toFixed(1),
    ),
  ]);
  return `\`diff\` of a base of ${number(TARGET_WORKLOADS)} workloads and what pull requests make of it; minimum / median in milliseconds, and in proportion to \`check\` of the base, measured in turn with them.

${table(['a pull request with', 'ms', '÷ `check`'], rows)}`;
}

function figuresCell(outcome: Outcome<Figures> | undefined): string {
  return outcome === undefined ? '–' : cell(outcome, minimumAndMedian);
}

function cell<T>(outcome: Outcome<T>, say: (value: T) => string): string {
  return outcome.kind === 'measured' ? say(outcome.value) : outcome.why;
}

function minimumAndMedian({ minimum, median }: Figures): string {
  return `${number(Math.round(minimum))} / ${number(Math.round(median))}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((one) => one.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en');
}
