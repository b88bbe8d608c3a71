import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventSetting, GithubEvent } from './events.ts';
import type { MockGithub } from './mock-github.ts';
import type { StepResult } from './runner-emulator.ts';
import { runStep } from './runner-emulator.ts';

/** The action as this repository publishes it. */
export const actionFile: string = fileURLToPath(new URL('../../../action.yml', import.meta.url));

/** A checked-out repository with files that a test may change between runs. */
export interface ActionWorld {
  readonly workspace: string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly remove: () => void;
}

/** One run of the action on a world. `with` may override the token, which the workflow gives by default. */
export interface ActionRun {
  readonly world: ActionWorld;
  readonly github: MockGithub;
  readonly event: (setting: EventSetting) => GithubEvent;
  readonly with?: Readonly<Record<string, string>>;
  readonly setting?: Partial<EventSetting>;
  readonly timeout?: number;
}

/** Makes a workspace in a temporary folder; `files` are its texts by path. */
export function createWorld(files: Readonly<Record<string, string>>): ActionWorld {
  const root = mkdtempSync(path.join(tmpdir(), 'netpol-gate-'));
  const workspace = path.join(root, 'workspace');
  const write = (texts: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(texts)) {
      const file = path.join(workspace, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  };
  mkdirSync(workspace);
  write(files);
  return { workspace, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Runs the bundled action on an event against the mock. */
export function runAction({ world, github, event, setting, ...options }: ActionRun): Promise<StepResult> {
  const { payload, env } = event({ apiUrl: github.url, ...setting });
  return runStep({ actionFile, workspace: world.workspace, env, event: payload, token: 'workflow-token', ...options });
}

/** A Deployment whose pods wear `app: <name>` and further labels, written as JSON, which is YAML too. */
export function deployment(namespace: string, name: string, labels: Readonly<Record<string, string>> = {}): string {
  const worn = { app: name, ...labels };
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: worn }, spec: { containers: [{ name: 'main', image: 'example.org/main:1' }] } },
    },
  });
}

/** A Namespace object. */
export function namespace(name: string): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

/** Joins documents to one manifest. */
export function manifest(...documents: readonly string[]): string {
  return documents.map((document) => `---\n${document.trim()}\n`).join('');
}

const workloads = manifest(namespace('shop'), ...['web', 'api', 'db'].map((name) => deployment('shop', name)));

const closedPolicy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db-from-api, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: {matchLabels: {app: api}}
      ports:
        - {protocol: TCP, port: 5432}
`;

/** The shop as it should be: only the api reaches the database. */
export const greenShop: Readonly<Record<string, string>> = {
  'k8s/workloads.yaml': workloads,
  'k8s/db-policy.yaml': closedPolicy,
  'policies-tests/shop.yaml': `suite: The shop keeps its tiers apart
namespace: shop
expect:
  - web -/-> db
  - api --> db:5432
`,
};

/** The shop with a rule that lets every pod of the namespace reach the database. */
export const redShop: Readonly<Record<string, string>> = {
  ...greenShop,
  'k8s/db-policy.yaml': closedPolicy.replace('podSelector: {matchLabels: {app: api}}', 'podSelector: {}'),
};

/** Where `redShop` goes wrong: the lines of the one ingress rule of `k8s/db-policy.yaml`, its key included. */
export const faultyRule = { file: 'k8s/db-policy.yaml', first: 7, last: 11 } as const;
