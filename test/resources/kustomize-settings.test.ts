import { describe, expect, it } from 'vitest';
import { policyText, readTexts } from './read-text.ts';

const base = policyText('podSelector: {}\ningress: []');
const debug = policyText('ingress: [{}]');
const KUSTOMIZATION = 'overlays/staging/kustomization.yaml';

/** A base with a policy, and an overlay with this text beside a file that holds another text of the policy. */
function overlay(text: string, others: Readonly<Record<string, string>> = {}) {
  return readTexts({
    'base/db.yaml': base,
    'base/kustomization.yaml': 'resources: [db.yaml]\n',
    [KUSTOMIZATION]: `resources: [../../base]\n${text}\n`,
    'overlays/staging/db-debug.yaml': debug,
    ...others,
  });
}

describe('files that a kustomization names as its settings', () => {
  it.each([
    ['patches: [{path: db-debug.yaml}]', 'a patch'],
    ['patches: [{path: ../staging/./db-debug.yaml, target: {kind: NetworkPolicy, name: db}}]', 'a patch'],
    ['patchesStrategicMerge: [db-debug.yaml]', 'a patch'],
    ['patchesJson6902: [{path: db-debug.yaml, target: {version: v1, kind: NetworkPolicy, name: db}}]', 'a patch'],
    ['replacements: [{path: db-debug.yaml}]', 'replacements'],
    ['transformers: [db-debug.yaml]', 'a transformer'],
    ['generators: [db-debug.yaml]', 'a generator'],
    ['validators: [db-debug.yaml]', 'a validator'],
    ['kind: Component\npatches: [{path: db-debug.yaml}]', 'a patch'],
  ])('%s are no second text of an object, and the kustomization stays an error', (text, part) => {
    const { ledger, findings, networkPolicies, opaquePolicies } = overlay(text);
    expect(ledger.find(({ file }) => file === 'overlays/staging/db-debug.yaml')).toEqual({
      file: 'overlays/staging/db-debug.yaml',
      documents: 1,
      used: [],
      ignored: [{ what: 'the file', why: `${part} of \`${KUSTOMIZATION}\`` }],
    });
    expect(findings.map(({ code, severity, at }) => [code, severity, at?.file])).toEqual([
      ['unrendered-template', 'error', KUSTOMIZATION],
    ]);
    expect([networkPolicies.length, opaquePolicies.length]).toEqual([1, 0]);
  });

  it.each([
    ['named as a resource, too', 'bases: [db-debug.yaml]\npatches: [{path: db-debug.yaml}]', {}],
    [
      'named as a resource by another one',
      'patches: [{path: db-debug.yaml}]',
      { 'overlays/dev/kustomization.yaml': 'resources: [../staging/db-debug.yaml]\n' },
    ],
    ['not named at all', 'namePrefix: staging-', {}],
    ['named under a key that changes nothing', 'configurations: [db-debug.yaml]', {}],
    ['only called alike, in another folder', 'patches: [{path: ../db-debug.yaml}]', {}],
    ['only called alike, outside of the workspace', 'patches: [{path: ../../../overlays/staging/db-debug.yaml}]', {}],
    [
      'named by a file that is no kustomization',
      '',
      { 'k.yaml': 'patches: [{path: overlays/staging/db-debug.yaml}]\n' },
    ],
  ])('stay manifests where they are %s', (_, text, others) => {
    const read = overlay(text, others);
    expect(read.findings.map(({ code }) => code)).toContain('duplicate-object');
    expect(read.networkPolicies).toEqual([]);
    expect(read.opaquePolicies).toHaveLength(1);
  });

  it('may be kustomizations, which stay findings', () => {
    const { findings } = readTexts({ 'kustomization.yaml': 'patches: [{path: kustomization.yaml}]\n' });
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['unrendered-template', 'error']]);
  });

  it('are not what makes two texts of one object, of which each may be an environment', () => {
    const { findings } = readTexts({ 'staging/db.yaml': base, 'production/db.yaml': debug });
    expect(findings.map(({ code, help }) => [code, help])).toEqual([
      ['duplicate-object', expect.stringContaining('name these under `environments` of a suite')],
    ]);
  });
});
