import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A program to be measured as a cold process: arguments of `node`, and the folder that it runs in. */
export interface Program {
  readonly arguments: readonly string[];
  readonly folder: string;
  /** Exit codes that mean that it did its work. */
  readonly expected: readonly number[];
}

/** One run of a program. */
export interface Run {
  readonly milliseconds: number;
  /** Peak memory of the process. */
  readonly bytes: number;
  readonly stdout: string;
}

const LARGEST_OUTPUT = 2 ** 28;
const USAGE = pathToFileURL(join(import.meta.dirname, 'report-usage.js')).href;

/** Runs a program once, from nothing; throws where it does not end as expected, for its time would then mean nothing. */
export function measureProcess({ arguments: args, folder, expected }: Program): Run {
  const own = mkdtempSync(join(tmpdir(), 'netpol-gate-bench-'));
  const usageFile = join(own, 'usage');
  const started = performance.now();
  const child = spawnSync(process.execPath, ['--import', USAGE, ...args], {
    cwd: folder,
    env: { ...process.env, BENCH_USAGE_FILE: usageFile },
    encoding: 'utf8',
    maxBuffer: LARGEST_OUTPUT,
  });
  const milliseconds = performance.now() - started;
  if (child.error) throw child.error;
  if (!expected.includes(child.status ?? -1)) {
    throw new Error(`node ${args.join(' ')} ended with ${child.status ?? child.signal}:\n${child.stderr}`);
  }
  const bytes = Number(readFileSync(usageFile, 'utf8'));
  rmSync(own, { recursive: true });
  return { milliseconds, bytes, stdout: child.stdout };
}

/** The runs of several programs, taken in turn so that what disturbs the machine disturbs all of them. */
export function measureInTurn<Name extends string>(
  programs: Readonly<Record<Name, Program>>,
  times: number,
): Readonly<Record<Name, readonly Run[]>> {
  const names = Object.keys(programs) as Name[];
  const runs = Object.fromEntries(names.map((name) => [name, [] as Run[]])) as unknown as Record<Name, Run[]>;
  for (let round = 0; round < times; round += 1) {
    for (const name of names) runs[name].push(measureProcess(programs[name]));
  }
  return runs;
}
