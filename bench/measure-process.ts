import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A program to be measured as a cold process: arguments of `node`, and the folder that it runs in. */
export interface Program {
  readonly arguments: readonly string[];
  readonly folder: string;
  /** The exit code that means that it found what is there. */
  readonly exitCode: number;
  /** The runtime; absent: the one that runs this. */
  readonly node?: string;
}

/** One run of a program. */
export interface Run {
  readonly milliseconds: number;
  /** Peak memory of the process. */
  readonly bytes: number;
  readonly stdout: string;
}

/** The runs of a program, or why there is none that means anything; `why` is a clause. */
export type Measurement =
  | { readonly kind: 'measured'; readonly runs: readonly Run[] }
  | { readonly kind: 'failed'; readonly why: string };

/** How often to measure, and when to stop: no further round after `seconds`, no process longer than that. */
export interface Limits {
  readonly rounds: number;
  readonly seconds: number;
}

const LARGEST_OUTPUT = 2 ** 28;
const USAGE = pathToFileURL(join(import.meta.dirname, 'report-usage.js')).href;

/**
 * The runs of several programs, taken in turn so that what disturbs the machine disturbs all of them. A program that failed is
 * not tried again.
 */
export function measureInTurn<Programs extends { readonly [Name in keyof Programs]?: Program }>(
  programs: Programs,
  { rounds, seconds }: Limits,
): { readonly [Name in keyof Programs]: Measurement } {
  const measured = new Map<string, Measurement>();
  const started = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    if (performance.now() - started > seconds * 1000) break;
    for (const [name, program] of Object.entries(programs as Readonly<Record<string, Program>>)) {
      const before = measured.get(name) ?? { kind: 'measured', runs: [] };
      if (before.kind === 'measured') measured.set(name, oneMore(before.runs, program, seconds));
    }
  }
  return Object.fromEntries(measured) as { [Name in keyof Programs]: Measurement };
}

function oneMore(runs: readonly Run[], program: Program, seconds: number): Measurement {
  const run = measureProcess(program, seconds);
  return typeof run === 'string' ? { kind: 'failed', why: run } : { kind: 'measured', runs: [...runs, run] };
}

/** Runs a program once, from nothing; or says why its time would mean nothing. */
function measureProcess(program: Program, seconds: number): Run | string {
  const own = mkdtempSync(join(tmpdir(), 'netpol-gate-bench-'));
  const usageFile = join(own, 'usage');
  try {
    const started = performance.now();
    const child = spawnSync(program.node ?? process.execPath, ['--import', USAGE, ...program.arguments], {
      cwd: program.folder,
      env: { ...process.env, BENCH_USAGE_FILE: usageFile },
      encoding: 'utf8',
      maxBuffer: LARGEST_OUTPUT,
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    const milliseconds = performance.now() - started;
    if (child.error)
      return 'code' in child.error && child.error.code === 'ETIMEDOUT'
        ? `not done after ${seconds} s`
        : child.error.message;
    if (child.status !== program.exitCode)
      return `ended with ${child.status ?? child.signal}: ${lastLine(child.stderr)}`;
    return { milliseconds, bytes: Number(readFileSync(usageFile, 'utf8')), stdout: child.stdout };
  } finally {
    rmSync(own, { recursive: true });
  }
}

function lastLine(text: string): string {
  return (
    text
      .trimEnd()
      .split('\n')
      .findLast((line) => line.includes('Error') || line.includes('rror:')) ?? 'no message'
  );
}
