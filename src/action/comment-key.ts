import type { Environment } from './read-event.ts';

/** What tells this step's comment from others: the input, else the workflow, the job and the working directory. */
export function commentKey(given: string, env: Environment, base: string): string {
  if (given !== '') return given;
  return [env['GITHUB_WORKFLOW'] ?? '', env['GITHUB_JOB'] ?? '', base === '' ? '.' : base].join('/');
}
