import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CommentStore } from './comment-store.ts';
import { commentToJson, createCommentStore, workflowBot } from './comment-store.ts';
import type { Contract, MatchedOperation } from './openapi-contract.ts';
import { loadContract } from './openapi-contract.ts';

/** How the mock departs from a healthy GitHub. `times` counts requests; left out, it is for ever. */
export type Fault =
  | { readonly kind: 'read-only-token' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'outage'; readonly status: 500 | 502 | 503; readonly times?: number }
  | { readonly kind: 'rate-limit'; readonly status: 403 | 429; readonly retryAfter: number; readonly times?: number }
  | { readonly kind: 'hanging'; readonly only?: 'writes' };

/** A request the mock got; `operation` is GitHub's own id of it. */
interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly operation: string | undefined;
  readonly status: number | 'hanging';
  readonly body: unknown;
}

/** A running mock. `violations` lists every request and every own response that breaks GitHub's description. */
export interface MockGithub {
  readonly url: string;
  readonly repository: string;
  readonly comments: CommentStore;
  readonly requests: RecordedRequest[];
  readonly violations: string[];
  fault: Fault | undefined;
  readonly close: () => Promise<void>;
}

/** Where the API stands below the server's root: empty on github.com, `/api/v3` on GitHub Enterprise Server. */
export interface MockOptions {
  readonly repository?: string;
  readonly prefix?: '' | '/api/v3';
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const longestBody = 65_536;
const contract: Contract = loadContract();

/** Starts a GitHub with one repository on a free local port. */
export async function startMockGithub(options: MockOptions = {}): Promise<MockGithub> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const prefix = options.prefix ?? '';
  const mock: MockGithub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    repository: options.repository ?? 'acme/shop',
    comments: createCommentStore(),
    requests: [],
    violations: [],
    fault: undefined,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  server.on('request', async (request, response) => {
    const reply = answer(mock, prefix, request, await readBody(request));
    if (reply === 'hanging') return;
    response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers });
    response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  });
  return mock;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(mock: MockGithub, prefix: string, request: IncomingMessage, text: string): Answer | 'hanging' {
  const method = request.method ?? '';
  const url = new URL(request.url ?? '', mock.url);
  const inside = url.pathname.startsWith(`${prefix}/`);
  if (inside) url.pathname = url.pathname.slice(prefix.length);
  const body = parseJson(text);
  const judged = contract.judgeRequest(method, url, body);
  const wrong = [...judged.violations, ...(inside ? [] : [`the API is below ${prefix}`]), ...missingHeaders(request)];
  mock.violations.push(...wrong.map((violation) => `${method} ${request.url}: ${violation}`));

  const fault = takeFault(mock, method);
  const reply =
    fault?.kind === 'hanging' ? 'hanging' : (faultAnswer(fault, method) ?? respond(mock, judged, request, url, body));
  mock.requests.push({
    method,
    path: url.pathname + url.search,
    operation: judged.operation?.id,
    status: reply === 'hanging' ? reply : reply.status,
    body,
  });
  if (reply !== 'hanging' && judged.operation !== undefined && judged.violations.length === 0) {
    const own = contract.judgeResponse(judged.operation, reply.status, reply.body);
    mock.violations.push(...own.map((violation) => `the mock's own answer: ${violation}`));
  }
  return reply;
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function missingHeaders(request: IncomingMessage): readonly string[] {
  const authorized = /^(token|bearer) \S+$/i.test(request.headers.authorization ?? '');
  return [
    ...(request.headers['user-agent'] === undefined ? ['no User-Agent'] : []),
    ...(authorized ? [] : ['no token in Authorization']),
  ];
}

function takeFault(mock: MockGithub, method: string): Fault | undefined {
  const { fault } = mock;
  if (fault?.kind === 'hanging' && fault.only === 'writes' && method === 'GET') return undefined;
  if (fault === undefined || !('times' in fault) || fault.times === undefined) return fault;
  if (fault.times <= 0) return undefined;
  mock.fault = { ...fault, times: fault.times - 1 };
  return fault;
}

function faultAnswer(fault: Fault | undefined, method: string): Answer | undefined {
  const writes = method !== 'GET';
  switch (fault?.kind) {
    case 'read-only-token':
      return writes ? refusal(403, 'Resource not accessible by integration') : undefined;
    case 'locked':
      return method === 'POST' ? refusal(403, 'Unable to create comment because issue is locked') : undefined;
    case 'not-found':
      return refusal(404, 'Not Found');
    case 'outage':
      return refusal(fault.status, 'Server Error');
    case 'rate-limit': {
      const headers = { 'retry-after': String(fault.retryAfter) };
      return refusal(
        fault.status,
        'You have exceeded a secondary rate limit. Please wait before you try again.',
        headers,
      );
    }
    default:
      return undefined;
  }
}

function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = { message, documentation_url: 'https://docs.github.com/rest', status: String(status) };
  return { status, body, headers };
}

function respond(
  mock: MockGithub,
  {
    operation,
    violations,
  }: { readonly operation: MatchedOperation | undefined; readonly violations: readonly string[] },
  request: IncomingMessage,
  url: URL,
  body: unknown,
): Answer {
  const missing = missingHeaders(request);
  if (missing.includes('no User-Agent')) return refusal(403, 'Request forbidden by administrative rules.');
  if (missing.length > 0) return refusal(401, 'Requires authentication');
  if (operation === undefined) return refusal(404, 'Not Found');
  if (violations.length > 0) return refusal(422, 'Invalid request.');
  const { owner, repo } = operation.parameters;
  if (`${owner}/${repo}` !== mock.repository) return refusal(404, 'Not Found');
  return perform(mock, operation, url, (body as { readonly body?: string } | undefined)?.body ?? '');
}

function perform(mock: MockGithub, { id, parameters }: MatchedOperation, url: URL, body: string): Answer {
  const issue = Number(parameters['issue_number']);
  const commentId = Number(parameters['comment_id']);
  const json = (comment: Parameters<typeof commentToJson>[0]) => commentToJson(comment, mock.url, mock.repository);
  switch (id) {
    case 'issues/list-comments': {
      const comments = mock.comments.all().filter((comment) => comment.issue === issue);
      return page(comments.map(json), `${mock.url}${url.pathname}`, url.searchParams);
    }
    case 'issues/create-comment':
      if (body.length > longestBody) return tooLong();
      return { status: 201, body: json(mock.comments.add(issue, { body, author: workflowBot })) };
    case 'issues/get-comment': {
      const found = mock.comments.all().find((comment) => comment.id === commentId);
      return found === undefined ? refusal(404, 'Not Found') : { status: 200, body: json(found) };
    }
    case 'issues/update-comment': {
      if (body.length > longestBody) return tooLong();
      const edited = mock.comments.edit(commentId, body);
      return edited === undefined ? refusal(404, 'Not Found') : { status: 200, body: json(edited) };
    }
    case 'issues/delete-comment':
      return mock.comments.remove(commentId) ? { status: 204 } : refusal(404, 'Not Found');
    default:
      throw new Error(`the mock does not perform ${id}`);
  }
}

function tooLong(): Answer {
  const message = `Body is too long (maximum is ${longestBody} characters)`;
  const errors = [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }];
  const documentation_url = 'https://docs.github.com/rest/issues/comments#create-an-issue-comment';
  return { status: 422, body: { message: 'Validation Failed', errors, documentation_url, status: '422' } };
}

function page(items: readonly object[], address: string, query: URLSearchParams): Answer {
  // GitHub clamps silently, though its description names no maximum.
  const size = Math.min(Number(query.get('per_page') ?? 30), 100);
  const number = Number(query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, relation: string): string => `<${address}?per_page=${size}&page=${to}>; rel="${relation}"`;
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev'), link(1, 'first')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
  ];
  const body = items.slice((number - 1) * size, number * size);
  return { status: 200, body, ...(links.length > 0 && { headers: { link: links.join(', ') } }) };
}
