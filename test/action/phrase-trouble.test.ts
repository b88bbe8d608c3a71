import { describe, expect, it } from 'vitest';
import { phraseTrouble, troubleOf } from '../../src/action/phrase-trouble.ts';

const ours = { fork: false, dependabot: false };

function answer(status: number, message = '', headers: Readonly<Record<string, string>> = {}): unknown {
  return Object.assign(new Error(message), { name: 'HttpError', status, response: { headers } });
}

const notAccessible = answer(403, 'Resource not accessible by integration');

describe('a request that comes to nothing', () => {
  it.each([
    ['a token that may not write', notAccessible, ours, 'pull-requests: write'],
    ['a fork', notAccessible, { ...ours, fork: true }, 'pull requests from forks'],
    ['Dependabot', notAccessible, { ...ours, dependabot: true }, 'Dependabot'],
    ['a lock', answer(403, 'Unable to create comment because issue is locked'), ours, 'its conversation is locked'],
    ['a bad token', answer(401, 'Bad credentials'), ours, 'does not accept the token'],
    ['a hidden repository', answer(404, 'Not Found'), ours, '(404)'],
    ['a rate limit without a time', answer(429), ours, 'limits the rate of requests (429)'],
    [
      'a spent rate limit',
      answer(403, '', { 'x-ratelimit-remaining': '0' }),
      ours,
      'limits the rate of requests (403)',
    ],
    ['a body that is refused', answer(422, 'Validation Failed'), ours, 'GitHub answered 422'],
    ['a fault of our own', new TypeError('x is not a function'), ours, 'could not be made'],
  ])('because of %s is not tried again, and says why', (_, error, origin, reason) => {
    const trouble = troubleOf(error);
    expect(trouble.transient).toBe(false);
    expect(phraseTrouble(trouble, origin)).toContain(reason);
  });

  it.each([
    ['an outage', answer(502, 'Bad Gateway'), {}, 'GitHub answered 502'],
    ['no answer', Object.assign(new Error('fetch failed'), { status: 500 }), {}, 'GitHub did not answer'],
    ['a timeout', new DOMException('late', 'TimeoutError'), {}, 'GitHub did not answer'],
    ['a rate limit with a time', answer(403, '', { 'retry-after': '2' }), { retryAfter: 2000 }, '(403)'],
    ['too many requests', answer(429, '', { 'retry-after': '0' }), { retryAfter: 0 }, '(429)'],
  ])('because of %s is worth another try', (_, error, more, reason) => {
    const trouble = troubleOf(error);
    expect(trouble).toMatchObject({ transient: true, ...more });
    expect(phraseTrouble(trouble, ours)).toContain(reason);
  });

  it('is told in one line without anything that the API wrote', () => {
    const line = phraseTrouble(troubleOf(answer(418, '::error::teapot\n##[error]teapot')), ours);
    expect(line).not.toMatch(/\n|teapot/);
  });
});
