import { describe, expect, it } from 'vitest';
import { check } from '../../src/gate/run-gate.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { namespace, networkPolicy, workload } from '../support/worlds.ts';

const nameIs = (...values: readonly string[]) => ({
  matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }],
});
const prometheus = { podSelector: { matchLabels: { app: 'prometheus' } } };
const objects = [
  namespace('shop'),
  workload('shop/web', { app: 'web' }),
  networkPolicy('shop/web', {
    podSelector: { matchLabels: { app: 'web' } },
    ingress: [
      { from: [{ namespaceSelector: nameIs('monitoring', 'tools'), ...prometheus }] },
      {
        from: [
          { namespaceSelector: { matchLabels: { team: 'red' } } },
          { podSelector: { matchLabels: { app: 'old' } } },
        ],
      },
    ],
  }),
];

function noticesOn(sentence: string, suiteNamespace?: string): readonly string[] {
  const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  const request = { base: '', suites: [], manifests: [], failOn: 'error', today: '2026-06-01' } as const;
  const { findings } = check({
    ...request,
    workspace: memoryWorkspace({ 'k8s.yaml': text }),
    sentences: [sentence],
    ...(suiteNamespace !== undefined && { namespace: suiteNamespace }),
  });
  return findings.filter(({ code }) => code === 'unknown-name').map(({ severity }) => severity);
}

describe('a term for pods that could be created, where no known pod is meant', () => {
  it.each([
    ['any monitoring/pods[app=prometheus] --> shop/web', undefined],
    ['any tools/pods[app=prometheus] --> shop/web', undefined],
    ['any namespaces[kubernetes.io/metadata.name=tools]/pods[app=prometheus] --> shop/web', undefined],
    ['any namespaces[team=red]/pods --> shop/web', undefined],
    ['any shop/pods[app=old] --> shop/web', undefined],
    ['any pods[app=old] --> web', 'shop'],
  ])('is no slip where a policy says the same: %s', (sentence, suiteNamespace) => {
    expect(noticesOn(sentence, suiteNamespace)).toEqual([]);
  });

  it.each([
    ['any monitoring/pods[app=promtheus] --> shop/web', undefined],
    ['any monitoring/pods --> shop/web', undefined],
    ['any monitorin/pods[app=prometheus] --> shop/web', undefined],
    ['any namespaces[team=rd]/pods --> shop/web', undefined],
    ['any pods[app=prometheus] --> web', 'shop'],
    ['any */pods[app=prometheus] --> shop/web', undefined],
    ['any mon*/pods[app=prometheus] --> shop/web', undefined],
  ])('may be one, and is worth a notice, where none does: %s', (sentence, suiteNamespace) => {
    expect(noticesOn(sentence, suiteNamespace)).toEqual(['notice']);
  });
});
