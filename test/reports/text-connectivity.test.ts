import { describe, expect, it } from 'vitest';
import { connectivity } from '../../src/gate/run-gate.ts';
import { REPORTERS } from '../../src/reports/registry.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const POD = (name: string): string => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec: {containers: [{name: main, image: 'example.com/main:1'}]}
`;
const CLOSED = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db}
spec: {podSelector: {matchLabels: {app: db}}}
`;

function rowsOf(texts: readonly string[]): readonly string[] {
  const workspace = memoryWorkspace({ 'all.yaml': texts.join('---\n') });
  const report = connectivity({ workspace, base: '', manifests: [] });
  const text = REPORTERS.text(report, { color: false, quiet: true, links: {} });
  return text.split('\n').filter((line) => line.includes('→'));
}

describe('connectivity as text', () => {
  it('gives an end that reaches every other end on every port a line of its own', () => {
    expect(rowsOf([POD('web'), POD('db')])).toEqual([
      '  default/web → everything  all',
      '  default/db → everything   all',
      '  0.0.0.0/0 → everything    all',
      '  ::/0 → everything         all',
    ]);
  });

  it('lists the others target by target, so that what is missing can be seen', () => {
    expect(rowsOf([POD('web'), POD('db'), CLOSED])).toEqual([
      '  default/db → everything  all',
      '  default/web → 0.0.0.0/0  all',
      '  default/web → ::/0       all',
      '  0.0.0.0/0 → default/web  all',
      '  ::/0 → default/web       all',
    ]);
  });

  it('lists the targets of an end that reaches every other end, but not on every port', () => {
    const narrowed = CLOSED.replace(
      'podSelector: {matchLabels: {app: db}}',
      'podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 80}]}]',
    );
    expect(rowsOf([POD('web'), POD('db'), narrowed])).toEqual([
      '  0.0.0.0/0 → everything    all',
      '  ::/0 → everything         all',
      '  default/web → default/db  80/tcp',
      '  default/web → 0.0.0.0/0   80/tcp',
      '  default/web → ::/0        80/tcp',
      '  default/db → default/web  80/tcp',
      '  default/db → 0.0.0.0/0    80/tcp',
      '  default/db → ::/0         80/tcp',
    ]);
  });

  it('lists the targets of a world too small to shorten', () => {
    const rows = rowsOf([POD('web')]);
    expect(rows).toEqual([
      '  default/web → 0.0.0.0/0  all',
      '  default/web → ::/0       all',
      '  0.0.0.0/0 → default/web  all',
      '  ::/0 → default/web       all',
    ]);
  });
});

describe('pods that could be created, as text', () => {
  const textOf = (texts: readonly string[]): string => {
    const workspace = memoryWorkspace({ 'all.yaml': texts.join('---\n') });
    const report = connectivity({ workspace, base: '', manifests: [], possible: true });
    return REPORTERS.text(report, { color: false, quiet: true, links: {} });
  };

  it('are not said to be cut off from workloads where there are none', () => {
    const text = textOf([CLOSED]);
    expect(text).toContain('as far as they talk with workloads, of which there are none');
    expect(text).not.toContain('none of them can talk');
    const closed = CLOSED.replace('{matchLabels: {app: db}}', '{}, policyTypes: [Ingress, Egress]');
    expect(textOf([POD('db'), closed])).toContain('none of them can talk with these workloads');
  });
});

it('has more lines than a call takes arguments', () => {
  const workspace = memoryWorkspace({ 'all.yaml': [POD('web'), POD('db'), CLOSED].join('---\n') });
  const report = connectivity({ workspace, base: '', manifests: [] });
  const [one] = report.connections.filter(({ from }) => from.endsWith('Pod:web'));
  if (one === undefined) throw new Error('something is allowed');
  const connections = Array.from({ length: 200_000 }, () => one);
  const text = REPORTERS.text({ ...report, connections }, { color: false, quiet: true, links: {} });
  expect(text.split('\n').filter((line) => line.includes('→')).length).toBe(connections.length);
});
