import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Mutant, mutate } from './mutant.ts';
import { MUTANTS } from './mutants.ts';
import { readTestRun, type TestReport } from './run-tests.ts';

describe('the seeded mutants', () => {
  it('are at least thirty, each with a name of its own', () => {
    const names = MUTANTS.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(30);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(MUTANTS)('can be applied: $name', (mutant) => {
    const text = readFileSync(mutant.file, 'utf8');
    expect(mutate(text, mutant)).not.toBe(text);
  });

  it.each(MUTANTS)('have tests that are there: $name', ({ killedBy }) => {
    expect(killedBy.length).toBeGreaterThan(0);
    expect(killedBy.filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe('a mutant', () => {
  const mutant = (find: string, replace = ''): Mutant => ({ name: 'it', file: 'a.ts', find, replace, killedBy: [] });

  it('changes one place and takes its text as it is written', () => {
    expect(mutate('a + b', mutant('a +', "$& - $'"))).toBe("$& - $' b");
  });

  it.each([
    ['is not there', mutant('c', 'd'), 'occurs 0 times'],
    ['is there twice', mutant('a', 'b'), 'occurs 2 times'],
    ['is empty', mutant('', 'b'), 'occurs 0 times'],
    ['stays what it was', mutant('b', 'b'), 'changes nothing'],
  ])('is refused where its text %s', (_, one, why) => {
    expect(() => mutate('a b a', one)).toThrow(why);
  });
});

describe('a run of tests', () => {
  const report = (...statuses: readonly [status: string, message?: string][]): TestReport => ({
    numPassedTests: statuses.filter(([status]) => status === 'passed').length,
    testResults: [
      {
        name: 'a.test.ts',
        status: statuses.every(([status]) => status === 'passed') ? 'passed' : 'failed',
        assertionResults: statuses.map(([status, message]) => ({
          status,
          fullName: `a ${status} test`,
          failureMessages: message === undefined ? [] : [message],
        })),
      },
    ],
  });

  it('kills a mutant by a test that fails', () => {
    const run = readTestRun(report(['passed'], ['failed', 'expected 1 to be 2']));
    expect(run).toEqual({ kind: 'failed', test: 'a failed test' });
  });

  it('lets a mutant live where all tests pass', () => {
    expect(readTestRun(report(['passed'], ['passed']))).toEqual({ kind: 'passed' });
  });

  it('says nothing where a test took too long, a file does not load or no test ran', () => {
    const unloaded = { name: 'a.test.ts', status: 'failed', message: 'SyntaxError: x', assertionResults: [] };
    const runs = [
      report(['failed', 'Error: Test timed out in 30000ms.']),
      { numPassedTests: 1, testResults: [unloaded] },
      { numPassedTests: 0, testResults: [] },
    ].map(readTestRun);
    expect(runs.map(({ kind }) => kind)).toEqual(['broken', 'broken', 'broken']);
  });
});
