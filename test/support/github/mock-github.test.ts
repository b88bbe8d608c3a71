import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MockGithub } from './mock-github.ts';
import { startMockGithub } from './mock-github.ts';

let github: MockGithub;
const comments = '/repos/acme/shop/issues/7/comments';

beforeEach(async () => {
  github = await startMockGithub();
});

afterEach(() => github.close());

async function call(method: string, path: string, body?: unknown, token = 'token-1') {
  const response = await fetch(github.url + path, {
    method,
    headers: token === '' ? {} : { authorization: `token ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

describe('comments', () => {
  it('are created as a bot, listed, changed and deleted', async () => {
    const created = await call('POST', comments, { body: 'one' });
    expect(created).toMatchObject({
      status: 201,
      body: { body: 'one', user: { login: 'github-actions[bot]', type: 'Bot' } },
    });
    const one = `/repos/acme/shop/issues/comments/${created.body.id}`;
    expect(await call('PATCH', one, { body: 'two' })).toMatchObject({ status: 200, body: { body: 'two' } });
    expect(await call('GET', one)).toMatchObject({ status: 200, body: { body: 'two' } });
    expect((await call('GET', comments)).body).toMatchObject([{ body: 'two' }]);
    expect((await call('DELETE', one)).status).toBe(204);
    expect((await call('GET', comments)).body).toEqual([]);
    expect((await call('DELETE', one)).status).toBe(404);
    expect(github.violations).toEqual([]);
  });

  it('belong to their issue', async () => {
    github.comments.add(8, { body: 'elsewhere', author: { login: 'ann', type: 'User' } });
    expect((await call('GET', comments)).body).toEqual([]);
  });

  it('come a hundred to a page at most, with links to the other pages', async () => {
    for (let count = 0; count < 101; count += 1) {
      github.comments.add(7, { body: String(count), author: { login: 'ann', type: 'User' } });
    }
    const first = await call('GET', `${comments}?per_page=500`);
    expect(first.body).toHaveLength(100);
    expect(first.headers.get('link')).toBe(
      `<${github.url}${comments}?per_page=100&page=2>; rel="next", <${github.url}${comments}?per_page=100&page=2>; rel="last"`,
    );
    const second = await call('GET', `${comments}?per_page=100&page=2`);
    expect(second.body).toMatchObject([{ body: '100' }]);
    expect(second.headers.get('link')).toContain('rel="prev"');
    expect(second.headers.get('link')).not.toContain('rel="next"');
    expect((await call('GET', comments)).body).toHaveLength(30);
  });

  it('hold 65536 characters and not one more', async () => {
    expect((await call('POST', comments, { body: 'x'.repeat(65_536) })).status).toBe(201);
    expect(await call('POST', comments, { body: 'x'.repeat(65_537) })).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            resource: 'IssueComment',
            code: 'unprocessable',
            field: 'data',
            message: 'Body is too long (maximum is 65536 characters)',
          },
        ],
      },
    });
    expect(github.violations).toEqual([]);
  });
});

describe('a request that GitHub does not know is a violation', () => {
  it.each([
    ['path', 'GET', '/repos/acme/shop/comments', undefined, 404, 'no operation'],
    ['method', 'PUT', comments, { body: 'x' }, 404, 'no operation'],
    [
      'type of path parameter',
      'GET',
      '/repos/acme/shop/issues/seven/comments',
      undefined,
      422,
      'issue_number is "seven"',
    ],
    ['empty path parameter', 'GET', '/repos//shop/issues/7/comments', undefined, 422, 'owner is ""'],
    ['query key', 'GET', `${comments}?perpage=100`, undefined, 422, 'unknown query parameter perpage'],
    ['type of query parameter', 'GET', `${comments}?per_page=all`, undefined, 422, 'per_page is "all"'],
    ['key of the body', 'POST', comments, { body: 'x', text: 'y' }, 422, 'additional properties'],
    ['missing key', 'POST', comments, {}, 422, "required property 'body'"],
    ['type of a key', 'POST', comments, { body: 1 }, 422, 'must be string'],
    ['missing body', 'POST', comments, undefined, 422, 'the body is missing'],
  ])('for its %s', async (_, method, path, body, status, violation) => {
    expect((await call(method, path, body)).status).toBe(status);
    expect(github.violations).toEqual([expect.stringContaining(violation)]);
  });

  it('for want of a token', async () => {
    expect((await call('GET', comments, undefined, '')).status).toBe(401);
    expect(github.violations).toEqual([expect.stringContaining('no token')]);
  });

  it('for want of a User-Agent', async () => {
    const sent = request(github.url + comments, { headers: { authorization: 'token x' } });
    sent.removeHeader('user-agent');
    sent.end();
    const [response] = await once(sent, 'response');
    expect(response.statusCode).toBe(403);
    expect(github.violations).toEqual([expect.stringContaining('no User-Agent')]);
  });

  it('but a repository that the token cannot see is only not found', async () => {
    expect((await call('GET', '/repos/acme/other/issues/7/comments')).status).toBe(404);
    expect(github.violations).toEqual([]);
  });
});

describe('a fault', () => {
  it('of a read-only token lets reads pass and refuses writes', async () => {
    github.fault = { kind: 'read-only-token' };
    expect((await call('GET', comments)).status).toBe(200);
    expect(await call('POST', comments, { body: 'x' })).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect(github.comments.all()).toEqual([]);
    expect(github.violations).toEqual([]);
  });

  it('of a locked conversation refuses new comments', async () => {
    github.fault = { kind: 'locked' };
    expect(await call('POST', comments, { body: 'x' })).toMatchObject({
      status: 403,
      body: { message: 'Unable to create comment because issue is locked' },
    });
  });

  it('ends after its number of requests', async () => {
    github.fault = { kind: 'outage', status: 502, times: 2 };
    const statuses = [await call('GET', comments), await call('GET', comments), await call('GET', comments)];
    expect(statuses.map(({ status }) => status)).toEqual([502, 502, 200]);
    expect(github.requests.map(({ status }) => status)).toEqual([502, 502, 200]);
  });

  it('of a rate limit names the time to wait', async () => {
    github.fault = { kind: 'rate-limit', status: 429, retryAfter: 60 };
    const answer = await call('GET', comments);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('60');
  });

  it('of a hidden repository answers 404', async () => {
    github.fault = { kind: 'not-found' };
    expect((await call('GET', comments)).status).toBe(404);
  });

  it('of a hanging socket never answers, for writes only if so asked', async () => {
    github.fault = { kind: 'hanging', only: 'writes' };
    expect((await call('GET', comments)).status).toBe(200);
    const hanging = fetch(github.url + comments, {
      method: 'POST',
      headers: { authorization: 'token x' },
      body: '{"body": "x"}',
      signal: AbortSignal.timeout(300),
    });
    await expect(hanging).rejects.toThrow('timeout');
    expect(github.requests.at(-1)?.status).toBe('hanging');
    expect(github.comments.all()).toEqual([]);
  });
});

it('an enterprise server has its API below a prefix, and nothing beside it', async () => {
  const server = await startMockGithub({ prefix: '/api/v3' });
  const headers = { authorization: 'token x' };
  expect((await fetch(server.url + comments, { headers })).status).toBe(200);
  expect(server.violations).toEqual([]);
  await fetch(server.url.replace('/api/v3', '') + comments, { headers });
  expect(server.violations).toEqual([expect.stringContaining('the API is below /api/v3')]);
  await server.close();
});
