import { type BaseCommit, type BaseWish, isHash, nameCommit, type Unavailable, unavailable } from './base-wish.ts';
import { fetchCommit, type Remote, WITH_DEPTH } from './fetch-commit.ts';
import type { History } from './open-history.ts';
import { textOf } from './run-git.ts';

/** Finds the commit that a wish means; what is missing is fetched from `remote`, once, or not at all where there is none. */
export function findBase(wish: BaseWish, history: History, remote: Remote | undefined): BaseCommit {
  const head = commitOf(history, 'HEAD');
  if (head === undefined) return unavailable('the repository has no commit', 'commit the manifests first');
  switch (wish.kind) {
    case 'pull-request': {
      const parent = mergedInto(history, head, wish);
      if (parent !== undefined) return settle(history, parent, head, wish.branch, remote);
      const found = branchingOff(history, head, wish.branch);
      // `pull_request_target` checks the base out by default: compared with itself it would never open anything.
      return found.kind === 'itself' ? notThePullRequest(wish.branch) : found;
    }
    case 'commit':
      return settle(history, wish.sha, head, wish.branch, remote);
    case 'branching-off':
      return branchingOff(history, head, wish.branch);
    case 'revision':
      return revision(history, wish.revision, remote);
  }
}

function notThePullRequest(branch: string): Unavailable {
  return unavailable(
    `what is checked out is a commit of \`${branch}\`, and not the pull request`,
    'let the workflow run on `pull_request`, whose checkout is the pull request',
  );
}

/** The full hash of a commit that is there. */
export function commitOf(history: History, revision: string): string | undefined {
  const sha = textOf(history.ask('rev-parse', '--verify', '--quiet', `${revision}^{commit}`));
  return isHash(sha) ? sha : undefined;
}

/**
 * The branch's commit that a pull request was merged into on trial. It is what the tree that is checked out was made of:
 * `base.sha` of the event may be older (the branch has moved on since) and the point where the pull request branched off
 * is older still, so that other people's changes would seem to be its own.
 */
function mergedInto(
  history: History,
  head: string,
  wish: Extract<BaseWish, { readonly kind: 'pull-request' }>,
): string | undefined {
  const [first, second, more] = parentsOf(history, head);
  if (first === undefined || second === undefined || more !== undefined) return undefined;
  return head === wish.merge || second === wish.head ? first : undefined;
}

// The commit itself names its parents, also those that a shallow clone hides.
function parentsOf(history: History, commit: string): readonly string[] {
  const text = textOf(history.run({ args: ['cat-file', 'commit', commit] })) ?? '';
  const [header = ''] = text.split('\n\n');
  return header.split('\n').flatMap((line) => /^parent ([0-9a-f]+)$/.exec(line)?.[1] ?? []);
}

function settle(
  history: History,
  wanted: string,
  head: string,
  branch: string | undefined,
  remote: Remote | undefined,
): BaseCommit {
  if (wanted === head) return { kind: 'itself', sha: head, name: nameCommit(head, branch) };
  if (hasFiles(history, wanted)) return { kind: 'commit', sha: wanted, name: nameCommit(wanted, branch) };
  const fetched = fetchOrSay(history, wanted, nameCommit(wanted, branch), remote);
  return typeof fetched === 'string' ? { kind: 'commit', sha: fetched, name: nameCommit(fetched, branch) } : fetched;
}

// `git merge-base` needs the history between the two, which one fetch of one commit does not bring.
function branchingOff(history: History, head: string, branch: string): BaseCommit {
  const tip = commitOf(history, `refs/remotes/origin/${branch}`) ?? commitOf(history, `refs/heads/${branch}`);
  const common =
    tip === undefined ? undefined : textOf(history.run({ args: ['merge-base', tip, head] }))?.split('\n')[0];
  if (isHash(common)) {
    return { kind: common === head ? 'itself' : 'commit', sha: common, name: nameCommit(common, branch) };
  }
  return unavailable(
    `where what is checked out branched off \`${branch}\` is not in this checkout`,
    'give `actions/checkout` the input `fetch-depth: 0`, so that the history is there',
  );
}

function revision(history: History, name: string, remote: Remote | undefined): BaseCommit {
  // A name that begins like an option would be one.
  if (name.startsWith('-') || /[\s\0]/.test(name)) {
    return unavailable(`\`${name}\` is no revision`, 'name a commit, a tag or a branch');
  }
  const here = commitOf(history, name) ?? commitOf(history, `refs/remotes/origin/${name}`);
  if (here !== undefined && hasFiles(history, here)) {
    return { kind: 'commit', sha: here, name: nameRevision(name, here) };
  }
  const wanted = isHash(name) ? name : /^refs\//.test(name) ? name : `refs/heads/${name}`;
  if (!isHash(wanted) && !isBranchName(history, wanted)) return unresolved(name);
  if (remote === undefined && here === undefined && !isHash(name)) return unresolved(name);
  const fetched = fetchOrSay(history, wanted, name, remote);
  return typeof fetched === 'string' ? { kind: 'commit', sha: fetched, name: nameRevision(name, fetched) } : fetched;
}

function fetchOrSay(history: History, wanted: string, name: string, remote: Remote | undefined): string | Unavailable {
  if (remote !== undefined) return fetchCommit(history, wanted, remote);
  return unavailable(
    `commit \`${name}\`, which it starts from, is not in this checkout, and nothing may be fetched`,
    WITH_DEPTH,
  );
}

const isBranchName = (history: History, name: string): boolean => history.ask('check-ref-format', name).kind === 'done';

const unresolved = (name: string): Unavailable =>
  unavailable(`git finds nothing called \`${name}\``, 'name a commit, a tag or a branch that this repository has');

const nameRevision = (name: string, sha: string): string =>
  sha.startsWith(name) ? nameCommit(sha) : nameCommit(sha, name);

/** Whether a commit is there together with its files: a shallow clone may know of one without having it. */
function hasFiles(history: History, sha: string): boolean {
  return history.run({ args: ['cat-file', '-e', `${sha}^{tree}`] }).kind === 'done';
}
