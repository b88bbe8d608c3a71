import { NO_ASSUMPTIONS } from '../cluster/assumptions.ts';
import type { Finding } from '../findings/finding.ts';
import type { ManifestDocument } from '../manifests/document.ts';
import { below, type SourceRef, underlining } from '../source/source-ref.ts';
import { checkSuiteShape } from './check-suite-shape.ts';
import { loadAssumptions } from './load-assumptions.ts';
import { claimEntryOf, loadClaims } from './load-claims.ts';
import { loadDefinitions } from './load-definitions.ts';
import { loadEnvironments } from './load-environments.ts';
import { loadLintSettings } from './load-lint-settings.ts';
import { isDnsLabel } from './parse-label-selector.ts';
import { asMap, asString, asStrings } from './plain-data.ts';
import type { Suite } from './suite.ts';

/** Reads a suite from a document of plain data; what is wrong with it is in its findings. */
export function loadSuite(document: ManifestDocument): Suite {
  const origin: SourceRef = { kind: 'path', file: document.file, document: document.document, path: [] };
  const data = asMap(document.value) ?? {};
  const title = asString(data.suite);
  const manifests = asStrings(data.manifests);
  const namespace = asString(data.namespace);
  const definitions = loadDefinitions(data.define, below(origin, 'define'));
  const assumptions = loadAssumptions(data.assume, below(origin, 'assume'), namespace);
  const settings = loadLintSettings(data.lint, below(origin, 'lint'));
  const claims = loadClaims(data.expect, below(origin, 'expect'));
  const facts = { file: document.file, namespace };
  return {
    file: document.file,
    ...(title !== undefined && { title }),
    ...(manifests !== undefined && { manifests: manifests.map(({ text }) => text) }),
    manifestOrigins: (manifests ?? []).map(({ key }) => below(origin, 'manifests', ...key)),
    ...('environments' in data && {
      environments: loadEnvironments(data.environments, below(origin, 'environments'), facts),
    }),
    ...(namespace !== undefined && { namespace, namespaceOrigin: below(origin, 'namespace') }),
    define: definitions.define,
    assume: assumptions.assume,
    ...(assumptions.ingressController && { ingressController: assumptions.ingressController }),
    lint: settings.lint,
    claims: claims.claims,
    findings: [
      ...checkSuiteShape(document.value, origin),
      ...manifestsBesideEnvironments(data, origin),
      ...namespaceFinding(namespace, below(origin, 'namespace')),
      ...definitions.findings,
      ...assumptions.findings,
      ...settings.findings,
      ...claims.findings,
    ],
  };
}

/** A suite of sentences that were given on the spot: `-e`. */
export function sentenceSuite(sentences: readonly string[]): Suite {
  const claims = sentences.map((sentence, index) => {
    const line = index + 1;
    const span = { line, column: 1, endLine: line, endColumn: sentence.length + 1 };
    return claimEntryOf(sentence, { kind: 'span', file: '-e', span });
  });
  return {
    file: '-e',
    manifestOrigins: [],
    define: new Map(),
    assume: NO_ASSUMPTIONS,
    lint: new Map(),
    claims,
    findings: [],
  };
}

/** Which of the environments they would belong to is a guess, and a wrong one could hide or invent a policy. */
function manifestsBesideEnvironments(data: Readonly<Record<string, unknown>>, origin: SourceRef): readonly Finding[] {
  if (!('environments' in data && 'manifests' in data)) return [];
  return [
    {
      code: 'invalid-suite',
      severity: 'error',
      message: '`manifests` stands beside `environments`, and it does not say which of them it belongs to',
      help: 'move it into an environment, like `plain: {manifests: [/k8s]}`; what all of them have belongs into their kustomizations or charts',
      at: underlining(below(origin, 'manifests'), 'key'),
    },
  ];
}

function namespaceFinding(namespace: string | undefined, at: SourceRef): readonly Finding[] {
  if (namespace === undefined || namespace === '' || isDnsLabel(namespace)) return [];
  const help = 'lower-case letters, digits and `-`, at most 63';
  return [
    { code: 'invalid-suite', severity: 'error', message: `\`${namespace}\` is not the name of a namespace`, help, at },
  ];
}
