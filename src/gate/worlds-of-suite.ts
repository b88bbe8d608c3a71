import { addressCutsOf, mentions } from '../assertions/mentions.ts';
import type { Suite } from '../assertions/suite.ts';
import type { Finding } from '../findings/finding.ts';
import type { Files } from './open-files.ts';
import type { WorldRequest } from './read-world.ts';
import type { GateRequest } from './request.ts';

/** Which manifests count when nobody says: every one below the base folder that is not the gate's or the tools' own. */
const DEFAULT_MANIFESTS = ['**/*.yaml', '**/*.yml', '**/*.json'];
const NEVER_MANIFESTS = ['/**/.git/**', '/**/node_modules/**', '/**/.github/**', '/**/policies-tests/**'];

/** A world that a suite speaks of, and what is wrong with how it says so. */
export interface SuiteWorld {
  readonly world: WorldRequest;
  readonly findings: readonly Finding[];
}

/** The worlds that a suite speaks of, completed by what the command says; `files` are those of one tree. */
export function worldsOfSuite(suite: Suite, request: GateRequest, files: Files): readonly SuiteWorld[] {
  return [worldOfSuite(suite, request, files)];
}

function worldOfSuite(suite: Suite, request: GateRequest, files: Files): SuiteWorld {
  const selection = selectManifests(suite, request, files);
  const dataplane = suite.assume.dataplane ?? request.dataplane;
  const podCIDRs = suite.assume.podCIDRs ?? request.podCIDRs;
  return {
    world: {
      name: 'manifests',
      files: selection.files,
      named: suite.manifests !== undefined || request.manifests.length > 0,
      namespace: suite.namespace ?? request.namespace ?? 'default',
      assumptions: { ...suite.assume, ...(dataplane && { dataplane }), ...(podCIDRs && { podCIDRs }) },
      addressCuts: addressCutsOf(suite),
      wants: { nodes: mentions(suite, 'nodes') || suite.assume.nodeCIDRs !== undefined, dns: mentions(suite, 'dns') },
    },
    findings: selection.findings,
  };
}

function selectManifests(suite: Suite, request: GateRequest, files: Files): ReturnType<Files['select']> {
  const { manifests, manifestOrigins, file } = suite;
  if (manifests === undefined) return manifestsOfRequest(request, files);
  return isOnlyExclusions(manifests)
    ? files.select([...manifests, ...defaultsBelow(request.base)], folderOf(file), LEAVING_OUT_OUR_OWN)
    : files.select(manifests, folderOf(file), { origins: manifestOrigins });
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
