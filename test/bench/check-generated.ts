import type { GeneratedFile } from '../../bench/write-repository.ts';
import type { CheckReport } from '../../src/findings/report.ts';
import { check } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

export function textsOf(files: Iterable<GeneratedFile>): Readonly<Record<string, string>> {
  return Object.fromEntries([...files].map(({ file, text }) => [file, text]));
}

/** What `check` says of a generated repository, in short. */
export function checkGenerated(files: Iterable<GeneratedFile>): {
  readonly exitCode: number;
  readonly summary: CheckReport['summary'];
  readonly findings: readonly string[];
} {
  const { exitCode, summary, findings } = check({
    workspace: memoryWorkspace(textsOf(files)),
    base: '',
    suites: [],
    sentences: [],
    manifests: [],
    failOn: 'error',
    today: '2030-01-01',
  });
  return { exitCode, summary, findings: findings.map(({ code, message }) => `${code}: ${message}`) };
}
