import { describe, expect, it } from 'vitest';
import { readInputs } from '../../src/action/read-inputs.ts';
import { readLayout } from '../../src/action/read-layout.ts';
import { renderForGithub } from '../../src/action/render-for-github.ts';
import { threeTiers } from '../reports/sample-reports.ts';

const runner = {
  GITHUB_SERVER_URL: 'https://ghe.example',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_SHA: '3f2c1ab9d0e773f2c1ab9d0e773f2c1ab9d0e77a',
  GITHUB_WORKSPACE: import.meta.dirname,
};

function summaryOf(env: Readonly<Record<string, string>>): string {
  const reading = readInputs(() => '');
  if (reading.kind === 'invalid') throw new Error('the defaults are valid');
  const layout = readLayout(env, reading.inputs);
  if (layout.kind === 'invalid') throw new Error('the folder of this file is a workspace');
  return renderForGithub(threeTiers, { inputs: reading.inputs, layout, env }).summary;
}

describe('the pages that explain a finding', () => {
  it('are linked in the version of the gate that runs, on the server that it runs for', () => {
    const summary = summaryOf({ ...runner, GITHUB_ACTION_REPOSITORY: 'octo/gate', GITHUB_ACTION_REF: 'releases/v1' });
    const page = 'https://ghe.example/octo/gate/blob/releases/v1/docs/findings/claim-fails.md';
    expect(summary).toContain(`| ❌ [fails](${page}) |`);
    expect(summary).toContain(`= docs: ${page}\n`);
  });

  it('are named without a link where the action is that of the checkout', () => {
    const summary = summaryOf({ ...runner, GITHUB_ACTION_REPOSITORY: '', GITHUB_ACTION_REF: '' });
    expect(summary).toContain('| ❌ fails |');
    expect(summary).toContain('= docs: netpol-gate help claim-fails\n');
  });
});
