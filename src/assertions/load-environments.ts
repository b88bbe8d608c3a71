import type { Finding } from '../findings/finding.ts';
import type { Recipe } from '../manifests/recipe.ts';
import { below, type SourceRef, underlining } from '../source/source-ref.ts';
import type { Environment, EnvironmentSource } from './environment.ts';
import { leadsOut } from './leads-out.ts';
import { loadHelm } from './load-helm.ts';
import { isDnsLabel } from './parse-label-selector.ts';
import { asMap, asString, asStrings } from './plain-data.ts';
import { suitePath } from './suite-path.ts';

/** What the environments of a suite are loaded with. */
interface SuiteFacts {
  /** The suite's file. */
  readonly file: string;
  readonly namespace: string | undefined;
}

/** The environments of a suite; values of wrong form are left to the schema, and make an environment `broken`. */
export function loadEnvironments(value: unknown, origin: SourceRef, suite: SuiteFacts): readonly Environment[] {
  return Object.entries(asMap(value) ?? {}).map(([name, settings]) =>
    loadEnvironment(name, settings, below(origin, name), suite),
  );
}

function loadEnvironment(name: string, value: unknown, at: SourceRef, suite: SuiteFacts): Environment {
  const data = asMap(value) ?? {};
  const named = asString(data.namespace) ?? asString(asMap(data.helm)?.namespace);
  const origin = underlining(at, 'key');
  const namespace = named ?? suite.namespace;
  const faults = [
    ...faultsOfName(name, origin),
    ...faultsOfNamespace(named, at),
    ...faultsOfTwoNamespaces(name, data, at),
  ];
  const source: EnvironmentSource =
    faults.length > 0 ? { kind: 'broken', findings: faults } : loadSource(name, data, at, { ...suite, namespace });
  return { name, origin, ...(named !== undefined && { namespace: named }), source };
}

const SOURCES = ['kustomize', 'helm', 'manifests'] as const;

function loadSource(
  name: string,
  data: Readonly<Record<string, unknown>>,
  at: SourceRef,
  suite: SuiteFacts,
): EnvironmentSource {
  const given = SOURCES.filter((key) => data[key] !== undefined && data[key] !== null);
  const [only, another] = given;
  if (only === undefined || another !== undefined) return broken(notOneSource(name, given, at));
  const origin = below(at, only);
  switch (only) {
    case 'manifests': {
      const patterns = asStrings(data.manifests) ?? [];
      const origins = patterns.map(({ key }) => below(origin, ...key));
      if (patterns.length === 0) return { kind: 'broken', findings: [] };
      return { kind: 'manifests', patterns: patterns.map(({ text }) => text), origins };
    }
    case 'kustomize':
      return loadKustomize(asString(data.kustomize), origin, suite);
    case 'helm':
      return loadHelm(asMap(data.helm) ?? {}, origin, suite);
  }
}

function loadKustomize(path: string | undefined, origin: SourceRef, { file }: SuiteFacts): EnvironmentSource {
  if (path === undefined || path === '') return { kind: 'broken', findings: [] };
  const folder = suitePath(file, path);
  if (folder === undefined) return broken(leadsOut(path, origin));
  const recipe: Recipe = { kind: 'kustomize', folder: folder.replace(/(^|\/)kustomization\.ya?ml$/i, '') };
  return { kind: 'recipe', recipe };
}

function broken(finding: Finding): EnvironmentSource {
  return { kind: 'broken', findings: [finding] };
}

function notOneSource(name: string, given: readonly string[], at: SourceRef): Finding {
  const list = given.map((key) => `\`${key}\``).join(' and ');
  return {
    code: 'invalid-suite',
    severity: 'error',
    message:
      given.length === 0
        ? `the environment \`${name}\` does not say where its manifests come from`
        : `the environment \`${name}\` takes its manifests from ${list}, and it must be one of them`,
    help:
      given.length === 0
        ? 'write `kustomize: FOLDER`, `helm: {chart: FOLDER}` or `manifests: [FILES]` in it'
        : 'write an environment for each',
    at: underlining(at, 'key'),
  };
}

// It stands in reports, in test results and beside file names, so it is a word.
function faultsOfName(name: string, at: SourceRef): readonly Finding[] {
  if (/^[A-Za-z0-9][-A-Za-z0-9_.]{0,62}$/.test(name)) return [];
  const help = 'letters, digits, `-`, `_` and `.`, at most 63, with a letter or digit in front';
  return [{ code: 'invalid-suite', severity: 'error', message: `\`${name}\` is no name for an environment`, help, at }];
}

function faultsOfNamespace(namespace: string | undefined, at: SourceRef): readonly Finding[] {
  if (namespace === undefined || isDnsLabel(namespace)) return [];
  const help = 'lower-case letters, digits and `-`, at most 63';
  const message = `\`${namespace}\` is not the name of a namespace`;
  return [{ code: 'invalid-suite', severity: 'error', message, help, at: underlining(at, 'key') }];
}

// Its objects without a namespace would be judged in one, and helm installs them into the other.
function faultsOfTwoNamespaces(
  name: string,
  data: Readonly<Record<string, unknown>>,
  at: SourceRef,
): readonly Finding[] {
  const [own, released] = [asString(data.namespace), asString(asMap(data.helm)?.namespace)];
  if (own === undefined || released === undefined || own === released) return [];
  const message = `the environment \`${name}\` is in the namespace \`${own}\`, and its chart is installed into \`${released}\``;
  const help =
    'write the namespace once, in `helm` or beside it; pods of other namespaces are named with theirs, like `shop/web`';
  return [{ code: 'invalid-suite', severity: 'error', message, help, at: below(at, 'helm', 'namespace') }];
}
