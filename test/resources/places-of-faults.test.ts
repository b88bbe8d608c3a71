import { describe, expect, it } from 'vitest';
import { flatten, policyText, readText, readTexts } from './read-text.ts';

const placesIn = (text: string) => readText(text).findings.map((finding) => flatten(finding)['at']);

describe('a fault is placed where it is written', () => {
  it.each([
    ['labels', 'labels: {a: b!}', 'metadata.labels.a'],
    ['a label key', 'labels: {a!: b}', 'metadata.labels.a! (key)'],
    ['a name', 'name: a!', 'metadata.name'],
    ['a namespace', 'namespace: a!', 'metadata.namespace'],
  ])('in %s of an object', (_, written, place) => {
    const name = written.startsWith('name:') ? '' : 'name: web, ';
    expect(placesIn(`apiVersion: v1\nkind: Service\nmetadata: {${name}${written}}\nspec: {}\n`)).toEqual([place]);
  });

  it.each([
    ['a label', 'podSelector: {matchLabels: {a: b!}}', 'spec.podSelector.matchLabels.a'],
    [
      'a value',
      'podSelector: {matchExpressions: [{key: a, operator: In, values: [b, c!]}]}',
      'spec.podSelector.matchExpressions.0.values.1',
    ],
    [
      'a label of a peer',
      'podSelector: {}\ningress: [{from: [{podSelector: {}}, {namespaceSelector: {matchLabels: {a: b!}}}]}]',
      'spec.ingress.0.from.1.namespaceSelector.matchLabels.a',
    ],
    ['a port', 'podSelector: {}\negress: [{ports: [{port: 1}, {port: 0}]}]', 'spec.egress.0.ports.1.port'],
  ])('in %s of a policy', (_, spec, place) => {
    expect(placesIn(policyText(spec))).toEqual([place]);
  });

  it.each([
    ['a label', '{metadata: {labels: {a: b!}}, spec: {}}', 'spec.template.metadata.labels.a'],
    ['a field', '{spec: {hostNetwrok: true}}', 'spec.template.spec.hostNetwrok (key)'],
    ['a field of a container', '{spec: {containers: [{prots: []}]}}', 'spec.template.spec.containers.0.prots (key)'],
    [
      'a port name',
      '{spec: {containers: [{ports: [{containerPort: 1, name: a--b}]}]}}',
      'spec.template.spec.containers.0.ports.0.name',
    ],
  ])('in %s of a pod template', (_, template, place) => {
    const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: ${template}}\n`;
    expect(placesIn(text)).toEqual([place]);
  });
});

describe('objects', () => {
  const policyIn = (namespace: string, name: string): string =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {namespace: ${namespace}, name: ${name}}\nspec: {podSelector: {}}\n`;

  it.each([
    ['a/b', 'c', 'a', 'b/c'],
    ['a', '1:b', 'a1', ':b'],
  ])('%s and %s are not %s and %s, though their names read alike together', (space, name, otherSpace, otherName) => {
    const { findings } = readText([policyIn(space, name), policyIn(otherSpace, `"${otherName}"`)].join('---\n'));
    expect(findings.map(({ code }) => code)).not.toContain('duplicate-object');
  });

  it('are changed by a kustomization whatever its file is called', () => {
    const text = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamePrefix: a-\n';
    expect(readTexts({ 'k.yaml': text }).findings.map(({ code }) => code)).toEqual(['unrendered-template']);
  });
});
