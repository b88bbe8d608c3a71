/** What triggers a run: the payload in GITHUB_EVENT_PATH and the variables that go with it. */
export interface GithubEvent {
  readonly payload: object;
  readonly env: Readonly<Record<string, string>>;
}

/** Where the events happen: the API to call, and what is not `acme/shop` on github.com. */
export interface EventSetting {
  readonly apiUrl: string;
  readonly serverUrl?: string;
  readonly workflow?: string;
  readonly job?: string;
  readonly attempt?: number;
  /** Commits of a real repository. */
  readonly commits?: Partial<EventCommits>;
}

/** The commits that an event speaks of. */
interface EventCommits {
  readonly head: string;
  readonly base: string;
  readonly merge: string;
}

/** The number of the pull request in every event that has one. */
export const pullNumber = 7;

const inventedCommits: EventCommits = {
  head: '3f2c1ab0000000000000000000000000000000aa',
  base: '9d0e77c0000000000000000000000000000000bb',
  merge: 'c0ffee00000000000000000000000000000000cc',
};
const repository = 'acme/shop';

/** A pull request from a branch of the repository itself: the token may write. */
export function pullRequest(setting: EventSetting): GithubEvent {
  return pullRequestFrom(setting, { actor: 'ann', headRepository: repository });
}

/** A pull request from a fork: whatever `permissions:` says, the token may only read. */
export function pullRequestFromFork(setting: EventSetting): GithubEvent {
  return pullRequestFrom(setting, { actor: 'mallory', headRepository: 'mallory/shop' });
}

/** A pull request by Dependabot: a branch of the repository itself, yet the token may only read. */
export function pullRequestByDependabot(setting: EventSetting): GithubEvent {
  return pullRequestFrom(setting, { actor: 'dependabot[bot]', headRepository: repository });
}

/** A pull request in the merge queue, checked as a group; there is no `pull_request` in the payload. */
export function mergeGroup(setting: EventSetting): GithubEvent {
  const { head, base, merge } = commitsOf(setting);
  const headRef = `refs/heads/gh-readonly-queue/main/pr-${pullNumber}-${head}`;
  const merge_group = { head_sha: merge, head_ref: headRef, base_sha: base, base_ref: 'refs/heads/main' };
  return event(setting, 'merge_group', headRef, { action: 'checks_requested', merge_group });
}

/** A push to the default branch. */
export function push(setting: EventSetting): GithubEvent {
  const ref = 'refs/heads/main';
  const { base, merge } = commitsOf(setting);
  return event(setting, 'push', ref, { ref, before: base, after: merge, forced: false, commits: [] });
}

/** A run by the clock. */
export function schedule(setting: EventSetting): GithubEvent {
  return event(setting, 'schedule', 'refs/heads/main', { schedule: '0 5 * * *', workflow: '.github/workflows/ci.yml' });
}

/** A run by hand. */
export function workflowDispatch(setting: EventSetting): GithubEvent {
  const payload = { ref: 'refs/heads/main', inputs: null, workflow: '.github/workflows/ci.yml' };
  return event(setting, 'workflow_dispatch', 'refs/heads/main', payload);
}

const commitsOf = ({ commits }: EventSetting): EventCommits => ({ ...inventedCommits, ...commits });

interface Origin {
  readonly actor: string;
  readonly headRepository: string;
}

function pullRequestFrom(setting: EventSetting, { actor, headRepository }: Origin): GithubEvent {
  const server = setting.serverUrl ?? 'https://github.com';
  const { head, base, merge } = commitsOf(setting);
  const pull_request = {
    number: pullNumber,
    html_url: `${server}/${repository}/pull/${pullNumber}`,
    url: `${setting.apiUrl}/repos/${repository}/pulls/${pullNumber}`,
    state: 'open',
    draft: false,
    locked: false,
    title: 'Open the database to the web tier',
    user: user(actor),
    head: { ref: 'topic', sha: head, label: `${ownerOf(headRepository)}:topic`, repo: repo(headRepository, server) },
    base: { ref: 'main', sha: base, label: `${ownerOf(repository)}:main`, repo: repo(repository, server) },
    merge_commit_sha: merge,
  };
  const payload = { action: 'synchronize', number: pullNumber, pull_request };
  const { env, ...rest } = event(setting, 'pull_request', `refs/pull/${pullNumber}/merge`, payload, actor);
  return { ...rest, env: { ...env, GITHUB_HEAD_REF: 'topic', GITHUB_BASE_REF: 'main' } };
}

function event(setting: EventSetting, name: string, ref: string, payload: object, actor = 'ann'): GithubEvent {
  const server = setting.serverUrl ?? 'https://github.com';
  const workflow = setting.workflow ?? 'ci';
  return {
    payload: { ...payload, repository: repo(repository, server), sender: user(actor) },
    env: {
      GITHUB_ACTION: '__acme_netpol-gate',
      GITHUB_ACTOR: actor,
      GITHUB_API_URL: setting.apiUrl,
      GITHUB_BASE_REF: '',
      GITHUB_EVENT_NAME: name,
      GITHUB_GRAPHQL_URL: `${setting.apiUrl}/graphql`,
      GITHUB_HEAD_REF: '',
      GITHUB_JOB: setting.job ?? 'netpol',
      GITHUB_REF: ref,
      GITHUB_REF_NAME: ref.replace(/^refs\/(heads|pull)\//, ''),
      GITHUB_REF_TYPE: 'branch',
      GITHUB_REPOSITORY: repository,
      GITHUB_REPOSITORY_OWNER: ownerOf(repository),
      GITHUB_RUN_ATTEMPT: String(setting.attempt ?? 1),
      GITHUB_RUN_ID: '4711',
      GITHUB_RUN_NUMBER: '42',
      GITHUB_SERVER_URL: server,
      GITHUB_SHA: commitsOf(setting).merge,
      GITHUB_TRIGGERING_ACTOR: actor,
      GITHUB_WORKFLOW: workflow,
      GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/ci.yml@${ref}`,
    },
  };
}

function repo(fullName: string, server: string): object {
  return {
    full_name: fullName,
    name: fullName.slice(fullName.indexOf('/') + 1),
    owner: user(ownerOf(fullName)),
    html_url: `${server}/${fullName}`,
    fork: fullName !== repository,
    private: false,
    default_branch: 'main',
  };
}

function ownerOf(fullName: string): string {
  return fullName.slice(0, fullName.indexOf('/'));
}

function user(login: string): object {
  return { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}
