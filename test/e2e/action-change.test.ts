import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOut, createRepository, type GitRepository, temporaryFolder } from '../support/git-repository.ts';
import { actionFile, deployment, faultyRule, greenShop, manifest, redShop } from '../support/github/action-world.ts';
import type { EventSetting, GithubEvent } from '../support/github/events.ts';
import { mergeGroup, pullRequest, pullRequestFromFork, push, schedule } from '../support/github/events.ts';
import { type MockGithub, startMockGithub } from '../support/github/mock-github.ts';
import { runStep, type StepResult } from '../support/github/runner-emulator.ts';
import { TOOLS } from '../support/real-tools.ts';

let github: MockGithub;
let folder: string;
let origin: GitRepository;
let runs = 0;

beforeEach(async () => {
  github = await startMockGithub();
  folder = temporaryFolder();
  // Nothing is claimed about web and db, so that the change alone is to be seen.
  origin = createRepository(path.join(folder, 'remotes/acme/shop'), unclaimed(greenShop));
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await github.close();
  expect(github.violations).toEqual([]);
});

const suite = 'policies-tests/shop.yaml';

function unclaimed(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...files, [suite]: `namespace: shop\nexpect:\n  - api --> db:5432\n` };
}

interface Commits {
  readonly head: string;
  readonly base: string;
  readonly merge: string;
}

/** Puts the files on the branch `topic`, and merges it on trial into a `main` that has moved on. */
function propose(files: Readonly<Record<string, string>>, ...removed: readonly string[]): Commits {
  origin.git('checkout', '--quiet', '-B', 'topic', 'main');
  origin.remove(...removed);
  origin.write(files);
  const head = origin.commit('Propose');
  origin.git('checkout', '--quiet', 'main');
  origin.write({ [`k8s/other-${runs}.yaml`]: deployment('other', 'other') });
  const base = origin.commit('Move on');
  origin.git('checkout', '--quiet', '--detach', 'main');
  origin.git('merge', '--quiet', '--no-ff', '-m', 'Merge on trial', 'topic');
  const merge = origin.git('rev-parse', 'HEAD');
  origin.git('update-ref', 'refs/pull/7/merge', merge);
  origin.git('checkout', '--quiet', 'main');
  return { head, base, merge };
}

interface Run {
  readonly event?: (setting: EventSetting) => GithubEvent;
  readonly depth?: number;
  readonly commit?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly setting?: Partial<EventSetting>;
}

async function run(
  commits: Commits,
  { depth = 2, commit, event = pullRequest, env, ...more }: Run = {},
): Promise<StepResult> {
  runs += 1;
  const workspace = path.join(folder, `run-${runs}`, 'workspace');
  mkdirSync(workspace, { recursive: true });
  checkOut(origin, commit ?? commits.merge, workspace, depth);
  const { payload, env: variables } = event({ apiUrl: github.url, commits, ...more.setting });
  const PATH = process.env['PATH'] ?? '';
  const step = { actionFile, workspace, event: payload, env: { ...variables, PATH, ...env }, token: 'workflow-token' };
  return runStep({ ...step, ...(more.with && { with: more.with }) });
}

const comment = (): string => github.comments.all().at(-1)?.body ?? '';

/** The rows of the table of changes, without the links. */
function changeRows(markdown: string): readonly string[] {
  return markdown
    .split('\n')
    .filter((line) => /^\| (➕|➖|✏️|❓&nbsp;)/u.test(line))
    .map((line) => line.replace(/\]\([^)]*\)/g, ']'));
}

describe('a pull request that loosens a policy', () => {
  it('gets a comment with just the connections that it opens and the line that does, which turns green when reverted', async () => {
    const opened = propose(unclaimed(redShop));
    const red = await run(opened);
    expect(red.code).toBe(0);
    expect(comment()).toContain(`compared with \`main@${opened.base.slice(0, 7)}\``);
    expect(changeRows(comment())).toMatchInlineSnapshot(`
      [
        "| ➕&nbsp;opened | \`shop/db\`<br>\`shop/web\` | \`shop/db\` | 5432/tcp | ingress rule 1 of NetworkPolicy \`shop/db-from-api\` admits it now [\`k8s/db-policy.yaml:9\`] |",
      ]
    `);
    expect(comment()).toContain(`https://github.com/acme/shop/blob/${opened.head}/${faultyRule.file}#L`);
    expect(red.outputs).toMatchObject({ result: 'pass', closed: '0' });

    expect((await run(propose(unclaimed(greenShop)))).code).toBe(0);
    expect(github.comments.all()).toHaveLength(1);
    expect(comment()).toContain('No connection changes');
    expect(changeRows(comment())).toEqual([]);
  });

  it('turns red where new connections are refused', async () => {
    const opened = propose(unclaimed(redShop));
    expect((await run(opened, { with: { 'fail-on-new': 'any' } })).code).toBe(1);
    expect(comment()).toContain(
      '❌ Network policy gate: the claim holds, but the change opens or may open connections, which `fail-on-new` forbids',
    );
    expect((await run(opened, { with: { 'fail-on-new': 'internet' } })).code).toBe(0);
  });

  it('shows the rule that is gone at the commit that had it', async () => {
    origin.write(unclaimed(redShop));
    origin.commit('Loosen');
    const closed = propose(unclaimed(greenShop));
    await run(closed);
    expect(changeRows(comment())).toMatchInlineSnapshot(`
      [
        "| ➖&nbsp;closed | \`shop/db\`<br>\`shop/web\` | \`shop/db\` | 5432/tcp | ingress rule 1 of NetworkPolicy \`shop/db-from-api\`, which admitted it, is gone or says something else [\`k8s/db-policy.yaml:9\`] |",
      ]
    `);
    expect(comment()).toContain(`https://github.com/acme/shop/blob/${closed.base}/${faultyRule.file}#L`);
  });

  it('gets the same from a fork, whose token may only read', async () => {
    github.fault = { kind: 'read-only-token' };
    const result = await run(propose(unclaimed(redShop)), { event: pullRequestFromFork });
    expect(result.code).toBe(0);
    expect(changeRows(result.summary)).not.toEqual([]);
  });
});

describe('a pull request that loosens a policy below an overlay', () => {
  const overlay = {
    'k8s/kustomization.yaml': `resources: [${Object.keys(greenShop)
      .filter((file) => file.startsWith('k8s/'))
      .map((file) => path.basename(file))
      .join(', ')}]\n`,
    'overlays/production/kustomization.yaml': 'resources: [../../k8s]\n',
    [suite]:
      'namespace: shop\nenvironments:\n  production: {kustomize: /overlays/production}\nexpect:\n  - api --> db:5432\n  - no new connections to db\n',
  };

  it('is rendered as it was and as it is, and the rule is shown in its source', async () => {
    origin.write(overlay);
    origin.commit('Render for production');
    const opened = propose({ ...redShop, ...overlay });
    const PATH = `${process.env['PATH']}:${TOOLS.kubectl}`;
    const red = await run(opened, { env: { PATH } });
    expect(red.code).toBe(1);
    expect(changeRows(comment())).toEqual([expect.stringContaining(`\`${faultyRule.file}:`)]);
    expect(comment()).toContain('`no new connections to db`');
    expect((await run(propose(overlay), { env: { PATH } })).code).toBe(0);
    expect(changeRows(comment())).toEqual([]);
  });

  it('is an error, and no green, where the runner has nothing to render with', async () => {
    origin.write(overlay);
    origin.commit('Render for production');
    const git = path.join(folder, 'bin');
    mkdirSync(git);
    symlinkSync(execFileSync('which', ['git'], { encoding: 'utf8' }).trim(), path.join(git, 'git'));
    const result = await run(propose({ ...redShop, ...overlay }), { env: { PATH: git } });
    expect(result).toMatchObject({ code: 2, outputs: { result: 'error' } });
    expect(result.summary).toContain('tool-missing');
  });
});

describe('the commit to compare with', () => {
  const nothing = /The change was not judged: (.*)<\/sub>/;

  it('is fetched by its hash into a clone of one commit', async () => {
    const opened = propose(unclaimed(redShop));
    const setting = { serverUrl: `file://${path.join(folder, 'remotes')}` };
    const result = await run(opened, { depth: 1, setting });
    expect(result.summary).toContain(`compared with \`main@${opened.base.slice(0, 7)}\``);
    expect(changeRows(result.summary)).not.toEqual([]);
  });

  it.each<[string, Run, RegExp]>([
    [
      'nothing may be fetched',
      { depth: 1, with: { token: '' } },
      /not in this checkout, and nothing may be fetched.*`fetch-depth: 2`/,
    ],
    ['the server does not answer', { depth: 1, setting: { serverUrl: 'http://127.0.0.1:9' } }, /cannot be fetched/],
    ['there is no git', { env: { PATH: '/nowhere' } }, /there is no `git`/],
    ['the branch is checked out without its history', { depth: 1, commit: 'topic' }, /`fetch-depth: 0`/],
    ['there is no such revision', { with: { base: 'nowhere', token: '' } }, /git finds nothing called `nowhere`/],
  ])('is missed in one line, and nothing else changes, where %s', async (_, how, why) => {
    const opened = propose(unclaimed(redShop));
    const result = await run(opened, { ...how, ...(how.commit && { commit: opened.head }) });
    expect(result).toMatchObject({ code: 0, outputs: { result: 'pass', opened: '', closed: '' } });
    expect(nothing.exec(result.summary)?.[1]).toMatch(why);
    expect(JSON.stringify(result)).not.toContain('x-access-token');
  });

  it('is missed where the workspace is no repository', async () => {
    const workspace = path.join(folder, 'plain');
    const plain = createRepository(workspace, unclaimed(greenShop));
    plain.remove('.git');
    const { payload, env } = pullRequest({ apiUrl: github.url });
    const step = { actionFile, workspace, event: payload, token: '' };
    const result = await runStep({ ...step, env: { ...env, PATH: process.env['PATH'] ?? '' } });
    expect(nothing.exec(result.summary)?.[1]).toContain('the workspace holds no git repository');
    expect(result.code).toBe(0);
  });

  it('is not looked for where the workflow says `none`', async () => {
    const result = await run(propose(unclaimed(redShop)), { with: { base: 'none' } });
    expect(result.summary).not.toMatch(/compared with|The change was not judged/);
    expect(comment()).toBe('');
  });

  it.each([
    ['merge_group', mergeGroup],
    ['push', push],
  ] as const)('of a %s is what the event says', async (_, event) => {
    const opened = propose(unclaimed(redShop));
    const result = await run(opened, { event });
    expect(result.summary).toContain(`compared with \`main@${opened.base.slice(0, 7)}\``);
    expect(changeRows(result.summary)).not.toEqual([]);
    expect(github.comments.all()).toEqual([]);
  });

  it('is the commit itself where the default branch is judged by the clock', async () => {
    const commits = propose({});
    const result = await run(commits, { event: schedule, commit: commits.base, depth: 0 });
    expect(result.summary).toContain(`compared with \`main@${commits.base.slice(0, 7)}, the commit itself\``);
  });
});

describe('a change that a green gate could hide', () => {
  it('is in what a step of the workflow made, which git does not know', async () => {
    const workspace = path.join(folder, 'made', 'workspace');
    const opened = propose({});
    const clone = checkOut(origin, opened.merge, workspace, 2);
    clone.write({ 'out/rendered.yaml': manifest(deployment('shop', 'rendered')) });
    const { payload, env } = pullRequest({ apiUrl: github.url, commits: opened });
    const step = { actionFile, workspace, event: payload, token: 'workflow-token' };
    const result = await runStep({ ...step, env: { ...env, PATH: process.env['PATH'] ?? '' } });
    expect(result.summary).toMatch(/not everything could be read in the base.*`out\/rendered.yaml`/);
  });

  it('is a claim that is no longer made', async () => {
    const claims = (...list: readonly string[]) => ({
      [suite]: `namespace: shop\nexpect:\n${list.map((each) => `  - ${each}\n`).join('')}`,
    });
    origin.write(claims('api --> db:5432', 'web -/-> db'));
    origin.commit('Claim');
    const result = await run(propose(claims('api --> db:5432')));
    expect(result.code).toBe(0);
    expect(comment()).toContain('1 claim is no longer made');
    expect(comment()).toContain('`web -/-> db`');
  });

  it('is a new workload, which is told from one that was there', async () => {
    await run(propose({ 'k8s/admin.yaml': manifest(deployment('shop', 'admin')) }));
    expect(comment()).toContain('`shop/admin` (new)');
  });

  it('is not called none where the base cannot be read', async () => {
    origin.write({ 'k8s/broken.yaml': 'kind: [\n' });
    origin.commit('Break');
    const result = await run(propose({}, 'k8s/broken.yaml'));
    expect(result.summary).not.toContain('No connection changes');
    expect(result.summary).toContain('not everything could be read in the base');
  });
});
