import { extrapolatedList } from './recorded-peer.ts';
import type { Results, SizeResult } from './results.ts';
import { measuredIn } from './results.ts';
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
  const [whole, parse] = [measuredIn(size?.check)?.wall.minimum, measuredIn(size?.parse)?.minimum];
  return weigh(
    `whole check ÷ bare \`yaml\` parse of the same files, ${number(TARGET_WORKLOADS)} workloads`,
    { most: 0.35 },
    whole !== undefined && parse !== undefined ? whole / parse : undefined,
    (ratio) => ratio.toFixed(2),
  );
}

function engineAgainstRead(sizes: readonly SizeResult[]): Target {
  const ratios = sizes
    .filter(({ workloads }) => workloads >= TARGET_WORKLOADS)
    .flatMap(({ workloads, phases }) => {
      const ratio = measuredIn(phases)?.engineToRead;
      return ratio === undefined ? [] : [{ workloads, ratio }];
    });
  return weigh(
    'engine build + 1,000 claims ÷ our own read + parse, ≥ 1,000 workloads (the worst counts)',
    { most: 0.6 },
    ratios.length === 0 ? undefined : Math.max(...ratios.map(({ ratio }) => ratio)),
    () => ratios.map(({ workloads, ratio }) => `${ratio.toFixed(2)} at ${number(workloads)}`).join(', '),
  );
}

function growthOfBuild(sizes: readonly SizeResult[]): Target {
  const points = sizes
    .filter(({ workloads }) => workloads >= TARGET_WORKLOADS && workloads <= GROWTH_UP_TO)
    .flatMap(({ workloads, phases }): Point[] => {
      const build = measuredIn(phases)?.phases.build.minimum;
      return build === undefined ? [] : [[workloads, build]];
    });
  const what = `growth of build from ${number(TARGET_WORKLOADS)} to ${number(GROWTH_UP_TO)} workloads`;
  const last = points.at(-1)?.[0];
  const measured = weigh(
    what,
    { most: 1.15, unit: 'n^' },
    growthExponent(points),
    (exponent) => `n^${exponent.toFixed(2)}`,
  );
  if (last === GROWTH_UP_TO || measured.verdict === 'not measured') return measured;
  return { ...measured, measured: `${measured.measured} up to ${number(last ?? 0)}`, verdict: 'not measured' };
}

function peakMemory(sizes: readonly SizeResult[], workloads: number, most: number): Target {
  const peak = measuredIn(sizeOf(sizes, workloads)?.check)?.peak;
  return weigh(
    `peak memory of check at ${number(workloads)} workloads`,
    { most, after: ' MB' },
    peak === undefined ? undefined : peak / MEGABYTE,
    (megabytes) => `${Math.round(megabytes)} MB`,
  );
}

function allPairsAgainstPeer(sizes: readonly SizeResult[]): Target {
  const own = measuredIn(sizeOf(sizes, TARGET_WORKLOADS)?.connectivity)?.minimum;
  return weigh(
    `whole \`connectivity\` at ${number(TARGET_WORKLOADS)} workloads against netpol-analyzer \`list\` (recorded, extrapolated)`,
    { least: 100, after: ' times faster' },
    own === undefined ? undefined : (extrapolatedList(TARGET_WORKLOADS) * 1000) / own,
    (times) => `${Math.round(times)} times faster`,
  );
}

function coldStart({ coldStart: { workloads, check } }: Results): Target {
  const target = weigh(
    `cold start of check on a ${workloads}-workload example, Node 24`,
    { most: 150, after: ' ms' },
    measuredIn(check)?.wall.minimum,
    (milliseconds) => `${Math.round(milliseconds)} ms`,
  );
  return check.kind === 'failed' ? { ...target, measured: check.why } : target;
}

function largestJudged(sizes: readonly SizeResult[]): Target {
  const what = `${number(LARGEST)} workloads are judged`;
  const check = sizeOf(sizes, LARGEST)?.check;
  if (check === undefined) return { what, target: 'done', measured: '–', verdict: 'not measured' };
  if (check.kind === 'failed') return { what, target: 'done', measured: check.why, verdict: 'missed' };
  const { wall, peak } = check.value;
  const measured = `${(wall.minimum / 1000).toFixed(1)} s, ${number(Math.round(peak / MEGABYTE))} MB`;
  return { what, target: 'done', measured, verdict: 'met' };
}

function adversarialDone({ adversarial }: Results): Target {
  const open = adversarial.flatMap(({ shape, check }) => (check.kind === 'failed' ? [`${shape}: ${check.why}`] : []));
  return {
    what: 'adversarial shapes are judged',
    target: 'done',
    measured: open.length === 0 ? `${adversarial.length} of ${adversarial.length}` : open.join('; '),
    verdict: adversarial.length === 0 ? 'not measured' : open.length === 0 ? 'met' : 'missed',
  };
}

/** How much something may be, or has to be. */
type Bound = ({ readonly most: number } | { readonly least: number }) & {
  readonly unit?: string;
  readonly after?: string;
};

function weigh(what: string, bound: Bound, value: number | undefined, say: (value: number) => string): Target {
  const { unit = '', after = '' } = bound;
  const target = 'most' in bound ? `≤ ${unit}${bound.most}${after}` : `≥ ${unit}${bound.least}${after}`;
  if (value === undefined) return { what, target, measured: '–', verdict: 'not measured' };
  const isMet = 'most' in bound ? value <= bound.most : value >= bound.least;
  return { what, target, measured: say(value), verdict: isMet ? 'met' : 'missed' };
}

function sizeOf(sizes: readonly SizeResult[], workloads: number): SizeResult | undefined {
  return sizes.find((size) => size.workloads === workloads);
}

function number(value: number): string {
  return value.toLocaleString('en');
}
