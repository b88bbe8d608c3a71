import { describe, expect, it } from 'vitest';
import { flatten, readText } from './read-text.ts';

const namespaceText = (labels: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {${labels}}}\n`;
const serviceText = (spec: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {${spec}}\n`;

describe('a namespace', () => {
  it('has its name as a label, whatever the object says', () => {
    const { namespaces } = readText(namespaceText('team: a, kubernetes.io/metadata.name: other'));
    expect(namespaces.map(({ labels }) => Object.fromEntries(labels))).toEqual([
      { team: 'a', 'kubernetes.io/metadata.name': 'shop' },
    ]);
  });

  it('has no known labels if one of them cannot be read', () => {
    const { namespaces, findings } = readText(namespaceText('team: 1'));
    expect(namespaces).toEqual([]);
    expect(findings.map(flatten)).toEqual([
      {
        code: 'not-a-string',
        severity: 'error',
        message: '`metadata.labels.team` of Namespace `shop` must be a string, but it is the number 1',
        help: 'without quotes kubectl reads it as the number 1, and the API server refuses that; put the text in quotes',
        at: 'metadata.labels.team',
      },
    ]);
  });

  it('has a name of one DNS label', () => {
    const { findings } = readText('apiVersion: v1\nkind: Namespace\nmetadata: {name: shop.eu}\n');
    expect(findings.map(flatten)).toEqual([
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`metadata.name` of Namespace `shop.eu` is not a valid name: the text `shop.eu`',
        help: 'a namespace name has lower case letters, digits and `-`, and begins and ends with a letter or digit',
        at: 'metadata.name',
      },
    ]);
  });
});

describe('a service', () => {
  it('sends traffic to the port of its own number unless it names another', () => {
    const { services, findings } = readText(
      serviceText(
        'selector: {app: db}, ports: [{port: 80}, {port: 5, targetPort: 6, protocol: UDP}, {port: 7, targetPort: web}]',
      ),
    );
    expect(findings).toEqual([]);
    expect(services.map(({ ports, selector }) => [ports, Object.fromEntries(selector ?? [])])).toEqual([
      [
        [
          { port: 80, protocol: 'TCP', targetPort: 80 },
          { port: 5, protocol: 'UDP', targetPort: 6 },
          { port: 7, protocol: 'TCP', targetPort: 'web' },
        ],
        { app: 'db' },
      ],
    ]);
  });

  it.each(['', 'selector: {}', 'selector:', 'type: ExternalName, selector: {app: db}'])(
    'with %j selects no pods',
    (spec) => {
      const { services, findings } = readText(serviceText(spec));
      expect([services.map(({ selector }) => selector), findings]).toEqual([[undefined], []]);
    },
  );

  it('with a selector that is not all text selects no pods, and says so', () => {
    const { services, findings } = readText(serviceText('selector: {app: db, tier: 1}'));
    expect(services.map(({ selector }) => selector)).toEqual([undefined]);
    expect(findings.map(({ code }) => code)).toEqual(['not-a-string']);
  });
});
