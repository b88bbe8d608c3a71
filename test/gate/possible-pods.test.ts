import { describe, expect, it } from 'vitest';
import { connectivity } from '../../src/gate/run-gate.ts';
import { formatTraffic, isEveryPort } from '../../src/reports/format-traffic.ts';
import type { Traffic } from '../../src/sets/connection-set.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { namespace, networkPolicy, workload } from '../support/worlds.ts';

const db = workload('shop/db', { role: 'db' }, [{ containerPort: 5432 }]);

/** The list of pods that could be created, one line each, in a world with a policy for `shop/db`. */
function list(spec: object): readonly string[] {
  const policy = networkPolicy('shop/db', { podSelector: { matchLabels: { role: 'db' } }, ...spec });
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [namespace('shop'), db, policy] });
  const workspace = memoryWorkspace({ 'k8s.json': text });
  const report = connectivity({ workspace, base: '', manifests: [], possible: true });
  const ports = (traffic: readonly Traffic[]): string => (isEveryPort(traffic) ? 'all' : formatTraffic(traffic));
  return (report.possible ?? []).map(({ from, to, who, allowed, undecided }) => {
    const state = [allowed.length > 0 ? ports(allowed) : '', undecided.length > 0 ? `? ${ports(undecided)}` : ''];
    return `${from} → ${to}: ${who}: ${state.join('')}`;
  });
}

const DB = 'shop/Deployment:db';
const role = (value: string): object => ({ podSelector: { matchLabels: { role: value } } });

/** Those that get to `shop/db`. */
const sources = (ingress: readonly object[]): readonly string[] =>
  list({ policyTypes: ['Ingress'], ingress }).filter((line) => line.includes(`→ ${DB}`));

describe('the list of pods that could be created', () => {
  it('names those that a rule lets in by the labels which they need', () => {
    const from = [role('api'), { ...role('job'), namespaceSelector: { matchLabels: { team: 'ops' } } }];
    expect(sources([{ from, ports: [{ port: 5432 }] }])).toEqual([
      `possible:shop/pods[role=api] → ${DB}: a pod labelled \`role=api\` in namespace \`shop\`: 5432/tcp`,
      `possible:namespaces[team=ops]/pods[role=job] → ${DB}: a pod labelled \`role=job\` in any namespace labelled \`team=ops\`: 5432/tcp`,
    ]);
  });

  it('says once what is true of pods in every namespace', () => {
    expect(sources([{ from: [{ namespaceSelector: {} }] }])).toEqual([
      `possible:*/pods → ${DB}: any pod in any namespace: all`,
    ]);
  });

  it('leaves out those that only have more labels than others to which the same happens', () => {
    expect(sources([{ from: [role('api')] }, { from: [{ namespaceSelector: {} }] }])).toEqual([
      `possible:shop/pods → ${DB}: a pod without labels in namespace \`shop\`: all`,
      `possible:namespaces/pods → ${DB}: any pod in any other namespace: all`,
    ]);
  });

  it('tells pods apart that are let in on other ports', () => {
    const rules = [
      { from: [role('api')], ports: [{ port: 80 }] },
      { from: [role('web')], ports: [{ port: 81 }] },
    ];
    expect(sources(rules)).toEqual([
      `possible:shop/pods[role=api] → ${DB}: a pod labelled \`role=api\` in namespace \`shop\`: 80/tcp`,
      `possible:shop/pods[role=web] → ${DB}: a pod labelled \`role=web\` in namespace \`shop\`: 81/tcp`,
    ]);
  });

  it('names the ports that a rule asks for by name', () => {
    const egress = [{ to: [{ namespaceSelector: { matchLabels: { team: 'ops' } } }], ports: [{ port: 'sql' }] }];
    expect(list({ policyTypes: ['Ingress', 'Egress'], egress })).toEqual([
      `${DB} → possible:namespaces[team=ops]/pods:sql: any pod that calls the port \`sql\` in any namespace labelled \`team=ops\`: every tcp port`,
    ]);
  });

  it('is empty where nobody gets anywhere', () => {
    expect(list({ policyTypes: ['Ingress', 'Egress'] })).toEqual([]);
  });
});
