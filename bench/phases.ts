import type { Phase, PhasesRun } from './phases-run.ts';
import { type Step, takeSteps } from './step-through-check.ts';

// A program: what a run of `check` in the working directory costs, phase by phase, as JSON. Without an argument the milliseconds
// of a cold run; `again`: those of the same steps a third time in one process; `held` (under `--expose-gc`): the bytes that
// are in use once a phase is done.

/** Since the process began: starting Node, and loading the program. */
const start = performance.now();

const COST: Readonly<Record<string, () => PhasesRun>> = { cold, again, held };

const measure = COST[process.argv[2] ?? 'cold'];
if (measure === undefined) throw new Error(`no measurement ${process.argv[2]}`);
process.stdout.write(JSON.stringify(measure()));

function cold(): PhasesRun {
  const phases = { ...nothing(), start };
  const summary = takeSteps((phase, step) => {
    const started = performance.now();
    const result = step();
    phases[phase] = performance.now() - started;
    return result;
  }, process.cwd());
  return { phases, summary };
}

function again(): PhasesRun {
  cold();
  cold();
  return cold();
}

function held(): PhasesRun {
  const results: unknown[] = [];
  const phases = { ...nothing(), start: inUse() };
  const measured: Step = (phase, step) => {
    const result = step();
    // What a run keeps to its end is not to be collected.
    results.push(result);
    phases[phase] = inUse();
    return result;
  };
  const summary = takeSteps(measured, process.cwd());
  return { phases, summary };
}

function inUse(): number {
  if (globalThis.gc === undefined) throw new Error('memory is measured under `--expose-gc`');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function nothing(): Record<Phase, number> {
  return { start: 0, read: 0, build: 0, lint: 0, judge: 0, report: 0 };
}
