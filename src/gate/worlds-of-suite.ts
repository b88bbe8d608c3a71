import type { Environment } from '../assertions/environment.ts';
import { addressCutsOf, mentions } from '../assertions/mentions.ts';
import type { Suite } from '../assertions/suite.ts';
import { severityOf } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import type { LedgerEntry } from '../findings/ledger.ts';
import { inNamespace } from '../manifests/recipe.ts';
import type { Rendering } from '../manifests/rendering.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Files } from './open-files.ts';
import type { WorldRequest } from './read-world.ts';
import type { GateRequest } from './request.ts';

/** Which manifests count when nobody says: every one below the base folder that is not the gate's or the tools' own. */
const DEFAULT_MANIFESTS = ['**/*.yaml', '**/*.yml', '**/*.json'];
const NEVER_MANIFESTS = ['/**/.git/**', '/**/node_modules/**', '/**/.github/**', '/**/policies-tests/**'];

/**
 * A world that a suite speaks of, and what is wrong with how it says so. `unavailable`: its manifests are not known, so that
 * nothing can be judged in it; `why` is a sentence.
 */
export type SuiteWorld =
  | {
      readonly kind: 'world';
      readonly world: WorldRequest;
      /** Where bare names are looked up; absent: everywhere. */
      readonly namespace?: string;
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: 'unavailable';
      readonly name: string;
      readonly why: string;
      readonly help?: string;
      readonly at: SourceRef;
      readonly ledger: readonly LedgerEntry[];
      readonly findings: readonly Finding[];
    };

/** The worlds that a suite speaks of, completed by what the command says; `files` are those of one tree. */
export function worldsOfSuite(suite: Suite, request: GateRequest, files: Files): readonly SuiteWorld[] {
  if (suite.environments?.length === 0) return [noEnvironment(suite)];
  if (suite.environments !== undefined) {
    const worlds = suite.environments.map((environment) => worldOfEnvironment(environment, suite, request, files));
    return oneWordOfMissingTools(worlds);
  }
  return [
    worldOf(
      suite,
      { ...selectManifests(suite, request, files), name: 'manifests', named: isNamed(suite, request) },
      request,
    ),
  ];
}

function isNamed(suite: Suite, request: GateRequest): boolean {
  return suite.manifests !== undefined || request.manifests.length > 0;
}

/** The finding about the form of the suite is among its own. */
function noEnvironment({ file }: Suite): SuiteWorld {
  const why = `\`${file}\` has no environment to judge its claims in`;
  return { kind: 'unavailable', name: 'no environment', why, at: { kind: 'span', file }, ledger: [], findings: [] };
}

function worldOfEnvironment(environment: Environment, suite: Suite, request: GateRequest, files: Files): SuiteWorld {
  const { name, origin, source, namespace } = environment;
  const own = { name, named: true, ...(namespace !== undefined && { namespace }) };
  switch (source.kind) {
    case 'manifests': {
      const { patterns, origins } = source;
      return worldOf(suite, { ...selectPatterns(patterns, origins, suite, request, files), ...own }, request);
    }
    case 'recipe': {
      const rendered = files.rendered(inNamespace(source.recipe, request.namespace), origin);
      if (rendered.kind === 'refused') return refusedWorld(environment, rendered);
      const { file, sources } = rendered;
      const isInstalled = source.recipe.kind === 'helm';
      return worldOf(suite, { files: [file], findings: [], sources, isInstalled, ...own }, request);
    }
    case 'broken': {
      const [fault] = source.findings;
      const why = fault?.message ?? `the environment \`${name}\` has a mistake, so nothing was judged in it`;
      return { kind: 'unavailable', name, why, at: origin, ledger: [], findings: source.findings };
    }
  }
}

function refusedWorld(
  { name, origin }: Environment,
  { problem, sources }: Extract<Rendering, { kind: 'refused' }>,
): SuiteWorld {
  const { code, why, help, at = origin } = problem;
  const message = `the environment \`${name}\` cannot be rendered: ${why}`;
  const related = at === origin ? [] : [{ at: origin, message: 'for this environment' }];
  const ignored = [{ what: 'the file', why: 'its environment could not be rendered' }];
  return {
    kind: 'unavailable',
    name,
    why: message,
    help,
    at,
    ledger: sources.map((file) => ({ file, documents: 0, used: [], ignored })),
    findings: [{ code, severity: severityOf(code), message, help, at, related }],
  };
}

/** A program that is missing is missing for all environments, and is told of once. */
function oneWordOfMissingTools(worlds: readonly SuiteWorld[]): readonly SuiteWorld[] {
  const toldBy = new Map<string, Finding>();
  return worlds.map((world) => {
    const [finding] = world.findings;
    if (world.kind === 'world' || finding?.code !== 'tool-missing') return world;
    const names = worlds.flatMap((other) =>
      other.kind === 'unavailable' && other.findings[0]?.help === finding.help ? [`\`${other.name}\``] : [],
    );
    const first = toldBy.get(finding.help ?? '') ?? {
      ...finding,
      message: finding.message.replace(`environment ${names[0]}`, listed(names)),
    };
    toldBy.set(finding.help ?? '', first);
    return { ...world, why: first.message, findings: [first] };
  });
}

function listed(names: readonly string[]): string {
  return names.length === 1
    ? `environment ${names[0]}`
    : `environments ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Where the manifests of a world come from. */
interface WorldSource extends Pick<WorldRequest, 'name' | 'files' | 'named' | 'sources' | 'isInstalled'> {
  readonly findings: readonly Finding[];
  readonly namespace?: string;
}

function worldOf(suite: Suite, { findings, namespace, ...source }: WorldSource, request: GateRequest): SuiteWorld {
  const dataplane = suite.assume.dataplane ?? request.dataplane;
  const podCIDRs = suite.assume.podCIDRs ?? request.podCIDRs;
  const lookup = namespace ?? suite.namespace ?? request.namespace;
  return {
    kind: 'world',
    ...(lookup !== undefined && { namespace: lookup }),
    world: {
      ...source,
      namespace: lookup ?? 'default',
      assumptions: { ...suite.assume, ...(dataplane && { dataplane }), ...(podCIDRs && { podCIDRs }) },
      addressCuts: addressCutsOf(suite),
      wants: { nodes: mentions(suite, 'nodes') || suite.assume.nodeCIDRs !== undefined, dns: mentions(suite, 'dns') },
    },
    findings,
  };
}

function selectManifests(suite: Suite, request: GateRequest, files: Files): ReturnType<Files['select']> {
  const { manifests, manifestOrigins } = suite;
  if (manifests === undefined) return manifestsOfRequest(request, files);
  return selectPatterns(manifests, manifestOrigins, suite, request, files);
}

function selectPatterns(
  patterns: readonly string[],
  origins: readonly SourceRef[],
  { file }: Suite,
  request: GateRequest,
  files: Files,
): ReturnType<Files['select']> {
  return isOnlyExclusions(patterns)
    ? files.select([...patterns, ...defaultsBelow(request.base)], folderOf(file), LEAVING_OUT_OUR_OWN)
    : files.select(patterns, folderOf(file), { origins });
}

/** The manifests that the command names, else every manifest below the base folder. */
export function manifestsOfRequest(request: GateRequest, files: Files): ReturnType<Files['select']> {
  const { manifests, base } = request;
  return isOnlyExclusions(manifests)
    ? files.select([...manifests, ...defaultsBelow(base)], base, LEAVING_OUT_OUR_OWN)
    : files.select(manifests, base);
}

const LEAVING_OUT_OUR_OWN = { exclude: NEVER_MANIFESTS, optional: true };

/** Patterns that only leave something out (or none at all) leave it out of the default. */
function isOnlyExclusions(patterns: readonly string[]): boolean {
  return patterns.every((pattern) => pattern.startsWith('!'));
}

function defaultsBelow(base: string): readonly string[] {
  return DEFAULT_MANIFESTS.map((pattern) => `/${base === '' ? '' : `${base}/`}${pattern}`);
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}
