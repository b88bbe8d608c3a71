import { describe, expect, it } from 'vitest';
import { flatten, policyText, readText } from './read-text.ts';

const cases = [
  {
    name: 'an unknown operator is refused',
    spec: 'podSelector: {matchExpressions: [{key: app, operator: in, values: [a]}]}',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message:
          '`spec.podSelector.matchExpressions[0].operator` of NetworkPolicy `shop/db` is `in`, but it can only be `In`, `NotIn`, `Exists` or `DoesNotExist`',
        help: 'did you mean `In`?',
        at: 'spec.podSelector.matchExpressions.0.operator',
      },
    ],
  },
  {
    name: 'In without values is refused',
    spec: 'podSelector: {matchExpressions: [{key: app, operator: In}]}',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`In` on the label `app` has no values, in NetworkPolicy `shop/db`',
        help: 'list at least one value below `values`, or write `Exists`',
        at: 'spec.podSelector.matchExpressions.0',
      },
    ],
  },
  {
    name: 'Exists with values is refused',
    spec: 'podSelector: {matchExpressions: [{key: app, operator: Exists, values: [a]}]}',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`Exists` on the label `app` takes no values, in NetworkPolicy `shop/db`',
        help: 'remove `values`, or write `In`',
        at: 'spec.podSelector.matchExpressions.0.values',
      },
    ],
  },
  {
    name: 'an expression without operator is refused',
    spec: 'podSelector: {matchExpressions: [{key: app}]}',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`spec.podSelector.matchExpressions[0]` of NetworkPolicy `shop/db` has no `operator`',
        help: 'write `operator`; the API server refuses it without',
        at: 'spec.podSelector.matchExpressions.0',
      },
    ],
  },
  {
    name: 'a label key that is no qualified name is refused',
    spec: 'podSelector: {matchLabels: {"a b": c}}',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`a b` is not a label key, in NetworkPolicy `shop/db`',
        help: 'a label key has letters, digits, `-`, `_` and `.`, and begins and ends with a letter or digit',
        at: 'spec.podSelector.matchLabels.a b (key)',
      },
    ],
  },
  {
    name: 'a label value with a space is refused',
    spec: 'podSelector: {matchLabels: {app: "a b"}}',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message: '`a b` is not a value for the label `app`, in NetworkPolicy `shop/db`',
        help: 'a label value has letters, digits, `-`, `_` and `.`, and begins and ends with a letter or digit',
        at: 'spec.podSelector.matchLabels.app',
      },
    ],
  },
  {
    name: 'a label value that is a number is refused',
    spec: 'podSelector: {matchLabels: {version: 1.0}}',
    findings: [
      {
        code: 'not-a-string',
        severity: 'error',
        message:
          '`spec.podSelector.matchLabels.version` of NetworkPolicy `shop/db` must be a string, but it is the number 1',
        help: 'without quotes kubectl reads it as the number 1, and the API server refuses that; put the text in quotes',
        at: 'spec.podSelector.matchLabels.version',
      },
    ],
  },
  {
    name: 'a label value that YAML reads as a boolean is refused',
    spec: 'podSelector: {matchLabels: {enabled: yes}}',
    findings: [
      {
        code: 'not-a-string',
        severity: 'error',
        message:
          '`spec.podSelector.matchLabels.enabled` of NetworkPolicy `shop/db` must be a string, but it is the boolean true',
        help: 'without quotes kubectl reads it as the boolean true, and the API server refuses that; put the text in quotes',
        at: 'spec.podSelector.matchLabels.enabled',
      },
    ],
  },
  {
    name: 'a label without a value is refused',
    spec: 'podSelector: {matchLabels: {app: }}',
    findings: [
      {
        code: 'not-a-string',
        severity: 'error',
        message: '`spec.podSelector.matchLabels.app` of NetworkPolicy `shop/db` must be a string, but it is empty',
        help: "write a value, or `''` for the empty one",
        at: 'spec.podSelector.matchLabels.app',
      },
    ],
  },
  {
    name: 'values that are no list are refused, once',
    spec: 'podSelector: {matchExpressions: [{key: app, operator: In, values: {a: b}}]}',
    findings: [
      {
        code: 'invalid-field',
        severity: 'error',
        message:
          '`spec.podSelector.matchExpressions[0].values` of NetworkPolicy `shop/db` must be a list, but it is a map',
        help: 'begin each entry of `values` with `- `',
        at: 'spec.podSelector.matchExpressions.0.values',
      },
    ],
  },
  {
    name: 'a podSelector without a value beside a namespaceSelector is pointed out',
    spec: 'podSelector: {}\ningress:\n- from:\n  - namespaceSelector: {}\n    podSelector:',
    findings: [
      {
        code: 'selects-everything',
        severity: 'warning',
        message:
          '`podSelector` of peer 1 of ingress rule 1 of `shop/db` has no value, so it selects every pod of the namespaces',
        help: 'write `podSelector: {}` if every pod is meant, else the labels below it',
        at: 'spec.ingress.0.from.0.podSelector (key)',
      },
    ],
  },
  {
    name: 'labels beside an empty podSelector are explained',
    spec: 'podSelector: {}\nmatchLabels: {app: a}',
    findings: [
      {
        code: 'selects-everything',
        severity: 'error',
        message:
          '`podSelector` of `shop/db` is empty, so it selects every pod of the namespace: `matchLabels` stands beside it, not under it',
        help: 'indent `matchLabels` below `podSelector`; as it stands the API server refuses `matchLabels` as unknown, and a client that drops it leaves a policy that selects every pod of the namespace',
        example: 'podSelector:\n  matchLabels:\n    app: a',
        at: 'spec.podSelector (key)',
        related: [{ at: 'spec.matchLabels', message: 'indent this below `podSelector`' }],
      },
    ],
  },
  {
    name: 'labels in the place of the podSelector are explained',
    spec: 'matchLabels: {app: a}',
    findings: [
      {
        code: 'selects-everything',
        severity: 'error',
        message:
          '`shop/db` has no `podSelector`, so it selects every pod of the namespace: `matchLabels` stands in its place',
        help: 'indent `matchLabels` below `podSelector`; as it stands the API server refuses `matchLabels` as unknown, and a client that drops it leaves a policy that selects every pod of the namespace',
        example: 'podSelector:\n  matchLabels:\n    app: a',
        at: 'spec.matchLabels (key)',
      },
    ],
  },
  {
    name: 'labels and expressions beside an empty podSelector are one finding',
    spec: 'podSelector:\nmatchLabels: {version: 1}\nmatchExpressions: [{key: a, operator: Exists}]',
    findings: [
      {
        code: 'selects-everything',
        severity: 'error',
        message:
          '`podSelector` of `shop/db` is empty, so it selects every pod of the namespace: `matchLabels` and `matchExpressions` stand beside it, not under it',
        help: 'indent `matchLabels` and `matchExpressions` below `podSelector`; as it stands the API server refuses `matchLabels` and `matchExpressions` as unknown, and a client that drops them leaves a policy that selects every pod of the namespace',
        example:
          'podSelector:\n  matchLabels:\n    version: "1"\n  matchExpressions:\n    - {"key":"a","operator":"Exists"}',
        at: 'spec.podSelector (key)',
        related: [{ at: 'spec.matchLabels', message: 'indent these below `podSelector`' }],
      },
    ],
  },
  {
    name: 'labels beside a podSelector that has some are an unknown field',
    spec: 'podSelector: {matchLabels: {a: b}}\nmatchLabels: {app: a}',
    findings: [
      {
        code: 'unknown-field',
        severity: 'error',
        message: '`matchLabels` is not a field of `spec` of NetworkPolicy `shop/db`',
        help: 'move it below `podSelector`; the API server refuses an unknown field, and a client that drops it leaves an object without what it says',
        at: 'spec.matchLabels (key)',
      },
    ],
  },
  {
    name: 'labels beside the empty one of two selectors belong to that one',
    spec: 'podSelector: {}\ningress:\n- from:\n  - namespaceSelector: {}\n    matchLabels: {team: a}\n    podSelector: {matchLabels: {app: a}}',
    findings: [
      {
        code: 'selects-everything',
        severity: 'error',
        message:
          '`namespaceSelector` of peer 1 of ingress rule 1 of `shop/db` is empty, so it selects every namespace: `matchLabels` stands beside it, not under it',
        help: 'indent `matchLabels` below `namespaceSelector`; as it stands the API server refuses `matchLabels` as unknown, and a client that drops it leaves a peer that is every namespace',
        example: '- namespaceSelector:\n    matchLabels:\n      team: a',
        at: 'spec.ingress.0.from.0.namespaceSelector (key)',
        related: [{ at: 'spec.ingress.0.from.0.matchLabels', message: 'indent this below `namespaceSelector`' }],
      },
    ],
  },
];

describe('the selectors of a policy', () => {
  it.each(cases)('$name', ({ spec, findings }) => {
    const { networkPolicies, opaquePolicies, findings: found } = readText(policyText(spec));
    expect(found.map(flatten)).toEqual(findings);
    const isRefused = findings.some(({ severity }) => severity === 'error');
    expect([networkPolicies.length, opaquePolicies.length]).toEqual(isRefused ? [0, 1] : [1, 0]);
  });
});
