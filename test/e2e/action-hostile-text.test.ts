import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActionWorld } from '../support/github/action-world.ts';
import { createWorld, deployment, manifest, namespace, redShop, runAction } from '../support/github/action-world.ts';
import { pullRequest } from '../support/github/events.ts';
import { invisibleCharacters } from '../support/github/invisible-characters.ts';
import { surveyMarkdown } from '../support/github/markdown-outside-code.ts';
import type { MockGithub } from '../support/github/mock-github.ts';
import { startMockGithub } from '../support/github/mock-github.ts';
import type { StepResult } from '../support/github/runner-emulator.ts';

/** Every payload carries the word `pwned`, so that a test can tell that it arrived and where it must not stand. */
const payloads: readonly (readonly [string, string])[] = [
  ['a command', '::error title=pwned::pwned'],
  ['an indented command', ' \t::add-mask::pwned'],
  ['a command in brackets', 'x ##[error]pwned'],
  ['a problem matcher', '##[add-matcher]pwned.json'],
  ['a resumed command', '::stop-commands::pwned-token'],
  ['a command after a line feed', 'x\n::error::pwned'],
  ['a command after a carriage return', 'x\r::warning::pwned'],
  ['a command after CR LF', 'x\r\n##[notice]pwned'],
  ['a command after line separators', '\u2028::error::pwned\u2029::error::pwned\u0085::error::pwned'],
  ['an escaped line feed', 'x%0A::error::pwned'],
  ['bidi controls', '\u202epwned\u2066\u2069\u200b\u200f'],
  ['a terminal escape', '\u001b[2J\u001b]0;pwned\u0007'],
  ['backticks', '`` ` ``` pwned <img src=x> `````'],
  ['bars', 'pwned | a | b \\| c \\\\| d'],
  ['a script', '<script>alert("pwned")</script>'],
  ['an end of details', '</details></summary><!-- pwned -->'],
  ['a mention and a closing word', '@everyone fixes #12 pwned'],
  ['a link and an image', '![pwned](http://198.51.100.1/x.png) [x](javascript:alert(1))'],
  ['a block', '\n\n# pwned\n\n```\n\n<h1>pwned</h1>\n'],
];

let github: MockGithub;
let world: ActionWorld;

beforeEach(async () => {
  github = await startMockGithub();
});

afterEach(async () => {
  world.remove();
  await github.close();
  expect(github.violations).toEqual([]);
});

const inputs = { 'sarif-file': 'out.sarif', comment: 'always' };

async function run(files: Readonly<Record<string, string>>): Promise<StepResult> {
  world = createWorld(files);
  return runAction({ world, github, event: pullRequest, with: inputs });
}

const colours = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;]*m`, 'g');
const ownCommands = new Set(['stop-commands', 'error', 'warning', 'notice', 'group', 'endgroup']);
const ownTags = new Set(['details', 'summary', 'sub', 'br', 'b', 'code', '!--']);

function expectNoCommand({ commands, visibleAnnotations, log }: StepResult): void {
  const tokens = new Set(commands.filter(({ name }) => name === 'stop-commands').map(({ data }) => data.toLowerCase()));
  expect([...tokens].filter((token) => token.includes('pwned'))).toEqual([]);
  expect(commands.filter(({ name }) => !ownCommands.has(name) && !tokens.has(name))).toEqual([]);
  for (const { message, title } of visibleAnnotations) {
    expect(message).not.toMatch(/^\s*pwned/);
    expect(title ?? '').not.toMatch(/^\s*pwned/);
    expect(invisibleCharacters(message)).toEqual([]);
  }
  for (const line of log) {
    // The log may be coloured by us: only colours may start with an escape.
    const plain = line.replaceAll(colours, '');
    expect(invisibleCharacters(plain)).toEqual([]);
  }
}

function expectNoMarkup(markdown: string): void {
  const { outsideCode, ...left } = surveyMarkdown(markdown);
  expect(left).toEqual({ openFence: false, openDetails: 0, brokenRows: [] });
  const tags = [...outsideCode.matchAll(/<\/?([a-z][a-z0-9]*|!--)/gi)].map(([, tag]) => tag?.toLowerCase() ?? '');
  expect(tags.filter((tag) => !ownTags.has(tag))).toEqual([]);
  expect(outsideCode).not.toMatch(/(?<![\w`])@\w|(?<!\w)#\d|!\[|\]\(\s*javascript:|^#+ pwned/m);
  expect(invisibleCharacters(markdown)).toEqual([]);
}

function expectHarmless(result: StepResult): void {
  expectNoCommand(result);
  expectNoMarkup(result.summary);
  const comment = readFileSync(result.outputs['comment'] ?? '', 'utf8');
  expectNoMarkup(comment);
  expect(surveyMarkdown(comment).outsideCode.match(/<!--/g)).toHaveLength(1);
  expect(JSON.parse(readFileSync(path.join(world.workspace, inputs['sarif-file']), 'utf8'))).toMatchObject({
    version: '2.1.0',
  });
}

describe.each(payloads)('%s', (_, payload) => {
  it('stays text in what a suite says', async () => {
    const suite = {
      suite: payload,
      namespace: 'shop',
      expect: [
        { claim: 'web -/-> db', because: payload },
        { claim: 'web -/-> api', waive: { until: '2999-01-01', owner: payload, reason: payload } },
      ],
    };
    const result = await run({ ...redShop, 'policies-tests/shop.yaml': JSON.stringify(suite) });
    // 2: a suite with a raw line separator is refused as a whole.
    expect([1, 2]).toContain(result.code);
    expect(result.summary).toContain('pwned');
    expectHarmless(result);
  });

  it('stays text in a sentence that does not parse', async () => {
    const suite = {
      namespace: 'shop',
      define: { [payload]: 'web' },
      expect: ['web -/-> db', `web -/-> ${payload}`, payload],
    };
    const result = await run({ ...redShop, 'policies-tests/shop.yaml': JSON.stringify(suite) });
    expect(result.code).toBe(2);
    expect(result.log.join('\n')).toContain('pwned');
    expectNoCommand(result);
    expectNoMarkup(result.summary);
  });

  it('stays text in the names, labels and ports of manifests', async () => {
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: payload, namespace: 'shop', labels: { [payload]: payload }, annotations: { note: payload } },
      spec: {
        podSelector: { matchLabels: { app: payload } },
        ingress: [{ ports: [{ port: payload }] }],
        [payload]: payload,
      },
    };
    const result = await run({
      ...redShop,
      'k8s/hostile.yaml': manifest(
        JSON.stringify(policy),
        namespace(payload),
        deployment('shop', payload),
        deployment('shop', 'labelled', { tier: payload }),
        deployment(payload, 'elsewhere'),
        JSON.stringify({ apiVersion: payload, kind: payload, metadata: { name: payload } }),
      ),
    });
    expect([1, 2]).toContain(result.code);
    expect(result.summary).toContain('pwned');
    expectHarmless(result);
  });

  it('stays text in the names of files, and in manifests and suites that are no YAML', async () => {
    // A file system takes anything but a slash and NUL, and 255 bytes.
    const name = payload.replaceAll('/', '_');
    const broken = `a: [${payload}\n${payload}\n  - "${payload}\n`;
    const result = await run({
      'k8s/workloads.yaml': redShop['k8s/workloads.yaml'] ?? '',
      [`k8s/${name}.yaml`]: redShop['k8s/db-policy.yaml'] ?? '',
      [`k8s/${name} broken.yaml`]: broken,
      [`policies-tests/${name} broken.yaml`]: broken,
      [`policies-tests/${name}.yaml`]: redShop['policies-tests/shop.yaml'] ?? '',
    });
    expect([1, 2]).toContain(result.code);
    expect(result.log.join('\n')).toContain('pwned');
    expectHarmless(result);
  });
});

it('lines around a fault are shown, not obeyed', async () => {
  const policy = (redShop['k8s/db-policy.yaml'] ?? '').replace(
    '        - podSelector: {}\n',
    '        # ##[error]pwned ``` </details>\n        - podSelector: {}\n        # ::error::pwned\n',
  );
  const suite = `suite: |
  ::error::pwned
  \`\`\`
namespace: shop
expect:
  - claim: web -/-> db
    because: |
      ::add-mask::pwned
      ##[error]pwned
`;
  const result = await run({ ...redShop, 'k8s/db-policy.yaml': policy, 'policies-tests/shop.yaml': suite });
  expect(result.code).toBe(1);
  expectHarmless(result);
});
