import { judgeClaim } from '../src/assertions/judge-claim.ts';
import type { Judgement } from '../src/assertions/judgement.ts';
import { resolveIngressController } from '../src/assertions/resolve-ingress-controller.ts';
import type { Suite } from '../src/assertions/suite.ts';
import { buildCluster } from '../src/cluster/build-cluster.ts';
import { profileOf } from '../src/cluster/dataplane-profile.ts';
import { createEngine } from '../src/connectivity/create-engine.ts';
import { addressCutsOfDoors } from '../src/exposure/source-ranges.ts';
import type { CheckReport } from '../src/findings/report.ts';
import { exposeWorld } from '../src/gate/expose-world.ts';
import { loadSuites } from '../src/gate/load-suites.ts';
import { type Files, openFiles } from '../src/gate/open-files.ts';
import type { World, WorldRequest } from '../src/gate/read-world.ts';
import { reportClaim, reportFindings } from '../src/gate/report-claim.ts';
import { settleLints } from '../src/gate/settle-lints.ts';
import { worldsOfSuite } from '../src/gate/worlds-of-suite.ts';
import { lintWorld } from '../src/lints/lint-world.ts';
import { openWorkspace } from '../src/manifests/open-workspace.ts';
import { compilePolicies } from '../src/policies/compile-policies.ts';
import { renderText } from '../src/reports/text.ts';
import { readResources } from '../src/resources/read-resources.ts';
import type { Phase } from './phases-run.ts';

// What `check` does, in steps that can be timed one by one, for the core knows no clock: one suite, one world, no base.

/** Takes a step of a phase, and gives what that gives. */
export type Step = <T>(phase: Exclude<Phase, 'start'>, step: () => T) => T;

/** Takes all steps of a check of a folder; how its claims turned out. */
export function takeSteps(take: Step, path: string): CheckReport['summary'] {
  const folder = take('read', () => readFolder(path));
  const built = take('build', () => buildWorld(folder));
  const world = take('lint', () => lintBuilt(built, folder));
  const judgements = take('judge', () => judgeClaims(world, folder.suite));
  return take('report', () => reportRun(judgements, world, folder)).summary;
}

/** Every file that counts, read and parsed. */
export interface ReadFolder {
  readonly files: Files;
  readonly suite: Suite;
  readonly asked: WorldRequest;
}

export function readFolder(folder: string): ReadFolder {
  const files = openFiles(openWorkspace(folder), new Map());
  const [suite] = loadSuites(files, [], '').suites;
  if (suite === undefined) throw new Error(`${folder} holds no suite`);
  const [asked] = worldsOfSuite(suite, { workspace: openWorkspace(folder), base: '', manifests: [] }, files);
  if (asked?.kind !== 'world') throw new Error(`the world of ${suite.file} is not known`);
  files.manifests(asked.world.files);
  return { files, suite, asked: asked.world };
}

type BuiltWorld = Pick<World, 'resources' | 'cluster' | 'engine'>;

export function buildWorld({ files, asked }: ReadFolder): BuiltWorld {
  const { assumptions, namespace, wants } = asked;
  const resources = readResources(files.manifests(asked.files), { namespace });
  const profile = profileOf(assumptions.dataplane);
  const cluster = buildCluster({
    resources,
    assumptions,
    layers: compilePolicies(resources, profile),
    profile,
    addressCuts: [...asked.addressCuts, ...addressCutsOfDoors(resources)],
    wants,
  });
  return { resources, cluster, engine: createEngine(cluster) };
}

function lintBuilt(built: BuiltWorld, { files, asked }: ReadFolder): World {
  const lints = lintWorld({ ...built, assumptions: asked.assumptions });
  return {
    ...built,
    name: asked.name,
    findings: [...files.manifests(asked.files).flatMap(({ findings }) => findings), ...built.resources.findings],
    lints: () => lints,
    remarks: files.remarks(asked.files, []),
  };
}

function judgeClaims(world: World, suite: Suite): readonly Judgement[] {
  const { cluster, engine, resources } = world;
  const known = { cluster, engine, services: resources.services, suite, today: '2030-01-01' };
  const { front } = resolveIngressController(known);
  const context = { ...known, exposure: exposeWorld(world, front) };
  return suite.claims.map((entry) => judgeClaim(entry, context));
}

/** What the run has to say, as text, and how many claims turned out how. */
function reportRun(
  judgements: readonly Judgement[],
  world: World,
  { files, suite }: ReadFolder,
): { readonly text: string; readonly summary: CheckReport['summary'] } {
  const claims = judgements.map((judgement) => reportClaim(judgement, suite, world.name, files.locate));
  const lints = settleLints([{ world, settings: [suite.lint] }], files);
  const summary = { claims: claims.length, holds: 0, fails: 0, undecided: 0, invalid: 0, waived: 0 };
  for (const { status } of claims) summary[status] += 1;
  const report: CheckReport = {
    kind: 'check',
    exitCode: summary.holds === summary.claims ? 0 : 1,
    summary,
    suites: [{ file: suite.file, world: world.name }],
    claims,
    findings: reportFindings([...world.findings, ...lints.findings], files.locate),
    suppressed: [],
    inputs: world.resources.ledger,
    notes: [],
  };
  return { text: renderText(report, { color: false, quiet: true }), summary };
}
