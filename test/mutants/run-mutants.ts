import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyTree } from './copy-tree.ts';
import { type Mutant, mutate } from './mutant.ts';
import { runTests, type TestRun } from './run-tests.ts';

/** What a run prints at its end, and how it ends. */
export interface MutationRun {
  readonly lines: readonly string[];
  readonly exitCode: 0 | 1;
}

/** A copy takes one worker of Vitest. */
const AT_ONCE = 2;

/**
 * Puts one mutant at a time into a copy of the repository and runs the tests that must notice it. It fails if a mutant
 * survives or cannot be tried, or if the tests do not pass without any mutant. `tell` hears of each as it ends.
 */
export async function runMutants(
  root: string,
  mutants: readonly Mutant[],
  tell: (line: string) => void,
): Promise<MutationRun> {
  if (mutants.length === 0) return { lines: ['no mutant to try', '0 passed, 0 failed'], exitCode: 1 };
  const tests = [...new Set(mutants.flatMap(({ killedBy }) => killedBy))].sort();
  tell(`without a mutant: ${tests.join(' ')}`);
  const sound = await inCopy(root, (copy) => runTests(copy, tests));
  if (sound.kind !== 'passed') {
    return { lines: [`the tests do not pass without a mutant: ${saying(sound)}`, '0 passed, 1 failed'], exitCode: 1 };
  }
  const rows = await inParallel(mutants, async (mutant): Promise<Row> => {
    const started = performance.now();
    const run = await tryMutant(root, mutant);
    const row = { mutant, run, seconds: (performance.now() - started) / 1000 };
    tell(lineOf(row));
    return row;
  });
  const killed = rows.filter(({ run }) => run.kind === 'failed').length;
  const exitCode = killed === rows.length ? 0 : 1;
  return { lines: ['', ...rows.map(lineOf), '', `${killed} passed, ${rows.length - killed} failed`], exitCode };
}

interface Row {
  readonly mutant: Mutant;
  readonly run: TestRun;
  readonly seconds: number;
}

async function tryMutant(root: string, mutant: Mutant): Promise<TestRun> {
  return inCopy(root, (copy) => {
    const file = join(copy, mutant.file);
    writeFileSync(file, mutate(readFileSync(file, 'utf8'), mutant));
    return runTests(copy, mutant.killedBy);
  });
}

async function inCopy(root: string, act: (copy: string) => Promise<TestRun>): Promise<TestRun> {
  const copy = copyTree(root);
  try {
    return await act(copy);
  } catch (error) {
    return { kind: 'broken', why: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function inParallel<T, R>(things: readonly T[], act: (thing: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < things.length) {
      const index = next++;
      results[index] = await act(things[index] as T);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

function lineOf({ mutant, run, seconds }: Row): string {
  const word = run.kind === 'failed' ? 'killed' : run.kind === 'passed' ? 'SURVIVED' : 'NOT TRIED';
  return `${word.padEnd(9)} ${seconds.toFixed(1).padStart(6)} s  ${mutant.name} (${mutant.file})\n${' '.repeat(21)}${saying(run)}`;
}

function saying(run: TestRun): string {
  switch (run.kind) {
    case 'failed':
      return `by: ${run.test}`;
    case 'passed':
      return 'no test noticed it';
    case 'broken':
      return run.why;
  }
}
