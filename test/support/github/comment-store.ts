/** A comment's author; apps, the workflow token among them, have the type `Bot`. */
export interface Author {
  readonly login: string;
  readonly type: 'Bot' | 'User';
}

/** A comment as a test states it. */
interface SeedComment {
  readonly body: string;
  readonly author: Author;
}

/** A comment on issue or pull request `issue`. */
export interface StoredComment extends SeedComment {
  readonly id: number;
  readonly issue: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Who writes with the workflow's own token. */
export const workflowBot: Author = { login: 'github-actions[bot]', type: 'Bot' };

/** The comments of one repository, oldest first, with a clock that ticks a second for each write. */
export interface CommentStore {
  readonly all: () => readonly StoredComment[];
  readonly add: (issue: number, comment: SeedComment) => StoredComment;
  readonly edit: (id: number, body: string) => StoredComment | undefined;
  readonly remove: (id: number) => boolean;
}

/** An empty store. */
export function createCommentStore(): CommentStore {
  let comments: readonly StoredComment[] = [];
  let writes = 0;
  const now = (): string => {
    writes += 1;
    return new Date(Date.UTC(2026, 0, 1, 0, 0, writes)).toISOString().replace('.000Z', 'Z');
  };
  return {
    all: () => comments,
    add: (issue, seed) => {
      const at = now();
      const comment = { ...seed, id: 1000 + writes, issue, createdAt: at, updatedAt: at };
      comments = [...comments, comment];
      return comment;
    },
    edit: (id, body) => {
      const updatedAt = now();
      comments = comments.map((comment) => (comment.id === id ? { ...comment, body, updatedAt } : comment));
      return comments.find((comment) => comment.id === id);
    },
    remove: (id) => {
      const before = comments.length;
      comments = comments.filter((comment) => comment.id !== id);
      return comments.length < before;
    },
  };
}

/** The comment as GitHub's API writes it. */
export function commentToJson(comment: StoredComment, api: string, repository: string): object {
  const page = `https://github.com/${repository}/pull/${comment.issue}`;
  return {
    id: comment.id,
    node_id: `IC_${comment.id}`,
    url: `${api}/repos/${repository}/issues/comments/${comment.id}`,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${api}/repos/${repository}/issues/${comment.issue}`,
    body: comment.body,
    user: authorToJson(comment.author, api),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: comment.author.type === 'Bot' ? 'NONE' : 'MEMBER',
    performed_via_github_app: null,
  };
}

function authorToJson({ login, type }: Author, api: string): object {
  const user = `${api}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: type === 'Bot' ? 41_898_282 : 1,
    node_id: `U_${login}`,
    avatar_url: 'https://avatars.githubusercontent.com/in/15368?v=4',
    gravatar_id: '',
    url: user,
    html_url: `https://github.com/${encodeURIComponent(login)}`,
    followers_url: `${user}/followers`,
    following_url: `${user}/following{/other_user}`,
    gists_url: `${user}/gists{/gist_id}`,
    starred_url: `${user}/starred{/owner}{/repo}`,
    subscriptions_url: `${user}/subscriptions`,
    organizations_url: `${user}/orgs`,
    repos_url: `${user}/repos`,
    events_url: `${user}/events{/privacy}`,
    received_events_url: `${user}/received_events`,
    type,
    site_admin: false,
  };
}
