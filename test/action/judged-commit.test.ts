import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { judgedCommit } from '../../src/action/judged-commit.ts';
import { checkOut, createRepository, type GitRepository, temporaryFolder } from '../support/git-repository.ts';
import { pullRequest } from '../support/github/events.ts';

let folder: string;
let origin: GitRepository;
let commits: { readonly base: string; readonly head: string; readonly merge: string };

beforeEach(() => {
  folder = temporaryFolder();
  origin = createRepository(path.join(folder, 'shop'), { 'db.yaml': 'closed' });
  const base = origin.git('rev-parse', 'HEAD');
  origin.git('checkout', '--quiet', '-b', 'topic');
  origin.write({ 'db.yaml': 'open' });
  const head = origin.commit('Open');
  origin.git('checkout', '--quiet', 'main');
  origin.git('merge', '--quiet', '--no-ff', '-m', 'Merge on trial', 'topic');
  commits = { base, head, merge: origin.git('rev-parse', 'HEAD') };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a run judges that has checked out `commit`, with one commit of history. */
function judged(commit: string, name: string) {
  const { root } = checkOut(origin, commit, path.join(folder, 'work'), 1);
  const { env, payload } = pullRequest({ apiUrl: 'http://127.0.0.1', commits });
  const file = path.join(folder, 'event.json');
  writeFileSync(file, JSON.stringify(payload));
  const sha = name === 'pull_request_target' ? commits.base : commits.merge;
  const variables = { ...env, GITHUB_EVENT_PATH: file, GITHUB_EVENT_NAME: name, GITHUB_SHA: sha };
  return judgedCommit(
    { ...variables, PATH: process.env['PATH'], RUNNER_TEMP: folder },
    { workspace: root, base: '' },
    { headSha: commits.head },
  );
}

it.each(['pull_request', 'pull_request_target'])(
  'the head stands for itself and for a merge of it, on `%s`',
  (name) => {
    expect(judged(commits.merge, name)).toEqual({ sha: commits.head });
    rmSync(path.join(folder, 'work'), { recursive: true });
    expect(judged(commits.head, name)).toEqual({ sha: commits.head });
  },
);

it('what is neither is named, with a note that it is not the pull request', () => {
  expect(judged(commits.base, 'pull_request_target')).toEqual({
    sha: commits.base,
    note: expect.stringContaining(`\`${commits.base.slice(0, 7)}\`, which is checked out, and not the pull request`),
  });
});

it('where git does not tell, the head is all that is known', () => {
  const layout = { workspace: path.join(folder, 'nowhere'), base: '' };
  expect(judgedCommit({ RUNNER_TEMP: folder }, layout, { headSha: commits.head })).toEqual({ sha: commits.head });
});
