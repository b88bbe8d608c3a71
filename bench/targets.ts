import { extrapolatedList } from './recorded-peer.ts';
import { both, mapped, type Outcome, type Results, type SizeResult } from './results.ts';
import { growthExponent, type Point } from './statistics.ts';

/** One row of the table of targets. */
export interface Target {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly verdict: 'met' | 'missed' | 'not measured';
}

/** The size at which the targets of one size are measured. */
export const TARGET_WORKLOADS = 1_000;

/** The sizes that a target of memory is for. */
export const MEMORY_SIZES: readonly number[] = [TARGET_WORKLOADS, 10_000];

const GROWTH_UP_TO = 30_000;
const LARGEST = 100_000;
const MEGABYTE = 1e6;

/** What was aimed at, what was measured, and whether that is enough. */
export function weighTargets(results: Results): readonly Target[] {
  const { sizes } = results;
  return [
    wholeAgainstParse(sizes),
    engineAgainstRead(sizes),
    growthOfBuild(sizes),
    peakMemory(sizes, TARGET_WORKLOADS, 150),
    peakMemory(sizes, 10_000, 350),
    allPairsAgainstPeer(sizes),
    coldStart(results),
    largestJudged(sizes),
    adversarialDone(results),
  ];
}

function wholeAgainstParse(sizes: readonly SizeResult[]): Target {
  const size = sizeOf(sizes, TARGET_WORKLOADS);
  return weigh(
    `whole check ÷ bare \`yaml\` parse of the same files, ${number(TARGET_WORKLOADS)} workloads`,
    { most: 0.35 },
    size?.parse && both(size.check, size.parse, (check, parse) => check.wall.minimum / parse.minimum),
    (ratio) => ratio.toFixed(2),
  );
}

function engineAgainstRead(sizes: readonly SizeResult[]): Target {
  const large = sizes.filter(({ workloads }) => workloads >= TARGET_WORKLOADS);
  const ratios = large.map(({ phases }) => mapped(phases, ({ engineToRead }) => engineToRead));
  const words = large.map(({ workloads }, index) => {
    const ratio = ratios[index] as Outcome<number>;
    return `${ratio.kind === 'measured' ? ratio.value.toFixed(2) : ratio.why} at ${number(workloads)}`;
  });
  const target = weigh(
    'engine build + 1,000 claims ÷ our own read + parse, ≥ 1,000 workloads (the worst counts)',
    { most: 0.6 },
    ratios.reduce<Outcome<number> | undefined>((a, b) => (a ? both(a, b, Math.max) : b), undefined),
    String,
  );
  return large.length === 0 ? target : { ...target, measured: words.join(', ') };
}

function growthOfBuild(sizes: readonly SizeResult[]): Target {
  const range = sizes.filter(({ workloads }) => workloads >= TARGET_WORKLOADS && workloads <= GROWTH_UP_TO);
  const builds = range.map(({ workloads, phases }) =>
    mapped(phases, (measured): readonly Point[] => [[workloads, measured.phases.build.minimum]]),
  );
  const points = builds.reduce<Outcome<readonly Point[]>>((a, b) => both(a, b, (left, right) => [...left, ...right]), {
    kind: 'measured',
    value: [],
  });
  const largest = range.at(-1)?.workloads ?? 0;
  const target = weigh(
    `growth of build from ${number(TARGET_WORKLOADS)} to ${number(GROWTH_UP_TO)} workloads`,
    { most: 1.15, unit: 'n^' },
    range.length < 2 ? undefined : mapped(points, (all) => growthExponent(all) as number),
    (exponent) => `n^${exponent.toFixed(2)}${largest === GROWTH_UP_TO ? '' : ` up to ${number(largest)}`}`,
  );
  return points.kind === 'failed' || largest === GROWTH_UP_TO ? target : { ...target, verdict: 'not measured' };
}

function peakMemory(sizes: readonly SizeResult[], workloads: number, most: number): Target {
  const size = sizeOf(sizes, workloads);
  return weigh(
    `peak memory of check at ${number(workloads)} workloads`,
    { most, after: ' MB' },
    size && mapped(size.check, ({ peak }) => peak / MEGABYTE),
    (megabytes) => `${Math.round(megabytes)} MB`,
  );
}

function allPairsAgainstPeer(sizes: readonly SizeResult[]): Target {
  const own = sizeOf(sizes, TARGET_WORKLOADS)?.connectivity;
  return weigh(
    `whole \`connectivity\` at ${number(TARGET_WORKLOADS)} workloads against netpol-analyzer \`list\` (recorded, extrapolated)`,
    { least: 100, after: ' times faster' },
    own && mapped(own, ({ minimum }) => (extrapolatedList(TARGET_WORKLOADS) * 1000) / minimum),
    (times) => `${Math.round(times)} times faster`,
  );
}

function coldStart({ coldStart: { workloads, node, check } }: Results): Target {
  const target = weigh(
    `cold start of check on a ${workloads}-workload example, Node 24`,
    { most: 150, after: ' ms' },
    check && mapped(check, ({ wall }) => wall.minimum),
    (milliseconds) => `${Math.round(milliseconds)} ms`,
  );
  return check ? target : { ...target, measured: node };
}

function largestJudged(sizes: readonly SizeResult[]): Target {
  const size = sizeOf(sizes, LARGEST);
  return weighDone(
    `${number(LARGEST)} workloads are judged, and rightly`,
    size &&
      both(
        size.check,
        size.phases,
        ({ wall, peak }) => `${(wall.minimum / 1000).toFixed(1)} s, ${number(Math.round(peak / MEGABYTE))} MB`,
      ),
  );
}

function adversarialDone({ adversarial }: Results): Target {
  const all = adversarial.map((one) => ({ ...one, done: both(one.check, one.phases, () => undefined) }));
  const open = all.flatMap(({ shape, done }) => (done.kind === 'failed' ? [`${shape}: ${done.why}`] : []));
  const outcome: Outcome<string> =
    open.length > 0
      ? { kind: 'failed', why: open.join('; ') }
      : { kind: 'measured', value: `${all.length} of ${all.length}` };
  return weighDone('adversarial shapes are judged, and rightly', all.length > 0 ? outcome : undefined);
}

/** How much something may be, or has to be. */
type Bound = ({ readonly most: number } | { readonly least: number }) & {
  readonly unit?: string;
  readonly after?: string;
};

/** `outcome`: absent, nobody asked; what was tried and gave nothing misses. */
function weigh(
  what: string,
  bound: Bound,
  outcome: Outcome<number> | undefined,
  say: (value: number) => string,
): Target {
  const { unit = '', after = '' } = bound;
  const target = 'most' in bound ? `≤ ${unit}${bound.most}${after}` : `≥ ${unit}${bound.least}${after}`;
  if (outcome === undefined) return { what, target, measured: '–', verdict: 'not measured' };
  if (outcome.kind === 'failed') return { what, target, measured: outcome.why, verdict: 'missed' };
  const { value } = outcome;
  const isMet = 'most' in bound ? value <= bound.most : value >= bound.least;
  return { what, target, measured: say(value), verdict: isMet ? 'met' : 'missed' };
}

function weighDone(what: string, outcome: Outcome<string> | undefined): Target {
  if (outcome === undefined) return { what, target: 'done', measured: '–', verdict: 'not measured' };
  if (outcome.kind === 'failed') return { what, target: 'done', measured: outcome.why, verdict: 'missed' };
  return { what, target: 'done', measured: outcome.value, verdict: 'met' };
}

function sizeOf(sizes: readonly SizeResult[], workloads: number): SizeResult | undefined {
  return sizes.find((size) => size.workloads === workloads);
}

function number(value: number): string {
  return value.toLocaleString('en');
}
