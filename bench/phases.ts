import type { PhasesRun } from './phases-run.ts';
import { buildWorld, judgeClaims, lintBuilt, readFolder, reportRun } from './step-through-check.ts';

// A program: what one cold run of `check` in the working directory spends its time on, as JSON.

/** Since the process began: starting Node, and loading the program. */
const start = performance.now();

function timed<T>(work: () => T): readonly [result: T, milliseconds: number] {
  const started = performance.now();
  const result = work();
  return [result, performance.now() - started];
}

const [folder, read] = timed(() => readFolder(process.cwd()));
const [built, build] = timed(() => buildWorld(folder));
const [world, lint] = timed(() => lintBuilt(built, folder));
const [judgements, judge] = timed(() => judgeClaims(world, folder.suite));
const [{ summary }, report] = timed(() => reportRun(judgements, world, folder));
const run: PhasesRun = { phases: { start, read, build, lint, judge, report }, summary };
process.stdout.write(JSON.stringify(run));
