import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a run of some tests ended. */
export type TestRun =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly test: string }
  /** No test said anything: a file that does not load, too little time, a crash. */
  | { readonly kind: 'broken'; readonly why: string };

/** The same random input in every run, so that it is no luck which mutants die (`test/support/fix-seed.ts`). */
const SEED = '20261124';
const LONGEST_RUN_MS = 10 * 60_000;
const REPORT = 'mutant-report.json';

/** Runs test files or folders in a copy of the repository, until the first failure. */
export async function runTests(folder: string, paths: readonly string[]): Promise<TestRun> {
  const words = ['run', ...paths, '--bail=1', '--maxWorkers=1', '--reporter=json', `--outputFile=${REPORT}`];
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, ...words], {
    cwd: folder,
    env: { ...process.env, FAST_CHECK_SEED: SEED },
    stdio: 'ignore',
    timeout: LONGEST_RUN_MS,
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code === null) return { kind: 'broken', why: 'the tests did not end in time' };
  const report = join(folder, REPORT);
  if (!existsSync(report)) return { kind: 'broken', why: 'the tests left no report' };
  return readTestRun(JSON.parse(readFileSync(report, 'utf8')) as TestReport);
}

/** What is read of Vitest's JSON report. */
export interface TestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** Reads how a run ended. A test that only took too long says nothing: the machine may be busy. */
export function readTestRun({ numPassedTests, testResults }: TestReport): TestRun {
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  const isSlow = (message: string): boolean => message.includes('Test timed out in');
  const clear = failed.find(({ failureMessages }) => !(failureMessages ?? []).some(isSlow));
  if (clear !== undefined) return { kind: 'failed', test: clear.fullName };
  const [slow] = failed;
  if (slow !== undefined) return { kind: 'broken', why: `a test took too long: ${slow.fullName}` };
  const unloaded = testResults.find(({ status }) => status === 'failed');
  if (unloaded !== undefined) {
    return { kind: 'broken', why: `${unloaded.name} does not run: ${(unloaded.message ?? '').split('\n')[0]}` };
  }
  return numPassedTests > 0 ? { kind: 'passed' } : { kind: 'broken', why: 'no test ran' };
}
