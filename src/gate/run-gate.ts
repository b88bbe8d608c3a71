import { judgeClaim } from '../assertions/judge-claim.ts';
import type { Judgement } from '../assertions/judgement.ts';
import type { JudgingWorld } from '../assertions/judging-world.ts';
import { sentenceSuite } from '../assertions/load-suite.ts';
import { meansPossiblePods } from '../assertions/mentions.ts';
import { resolveIngressController } from '../assertions/resolve-ingress-controller.ts';
import type { Suite } from '../assertions/suite.ts';
import { NO_ASSUMPTIONS } from '../cluster/assumptions.ts';
import type { Finding } from '../findings/finding.ts';
import type { LedgerEntry } from '../findings/ledger.ts';
import type { CheckReport, ClaimReport, ConnectivityReport, ExplainReport, SuiteReport } from '../findings/report.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import { exitCodeOf } from './exit-code.ts';
import { explainPairs } from './explain-pairs.ts';
import { exposeWorld } from './expose-world.ts';
import { loadSuites } from './load-suites.ts';
import { type Files, openFiles } from './open-files.ts';
import { readWorld, type World } from './read-world.ts';
import { reportClaim, reportFindings, reportSuppressed } from './report-claim.ts';
import { reportConnectivity, reportPossible } from './report-connectivity.ts';
import { reportDoors } from './report-doors.ts';
import { reportMatrices } from './report-matrices.ts';
import { reportMatrix } from './report-matrix.ts';
import type { CheckRequest, ConnectivityRequest, ExplainRequest, GateRequest } from './request.ts';
import { settleLints, suppressionNotes } from './settle-lints.ts';
import { manifestsOfRequest, worldOfSuite } from './world-of-suite.ts';

/** A suite judged in its world. */
interface JudgedSuite {
  readonly suite: Suite;
  readonly world: World;
  readonly context: JudgingWorld;
  /** Who fronts routes, as the suite states. */
  readonly front?: readonly number[];
  readonly judgements: readonly Judgement[];
  readonly findings: readonly Finding[];
}

/** Beyond this many pods a matrix is no longer something to look at. */
const MATRIX_PODS = 30;

/** Judges suites, or sentences given on the spot. Total: same texts in, same report out. */
export function check(request: CheckRequest): CheckReport {
  const files = openFiles(request.workspace, virtualTexts(request.sentences));
  const loaded =
    request.suites.length === 0 && request.sentences.length > 0
      ? { suites: [], findings: [] }
      : loadSuites(files, request.suites, request.base);
  const suites = [...loaded.suites, ...(request.sentences.length > 0 ? [sentenceSuite(request.sentences)] : [])];
  const worlds = new Map<string, World>();
  const judged = suites.map((suite) => judgeSuite(suite, request, files, worlds));
  const claims = judged.flatMap(({ suite, world, judgements }) =>
    judgements.map((judgement) => reportClaim(judgement, suite, world.name, files.locate)),
  );
  const lints = settleLints(settingsByWorld(judged), files.locate);
  const findings = reportFindings(
    [
      ...loaded.findings,
      ...judged.flatMap((one) => one.findings),
      ...lints.findings,
      ...nothingToCheck(judged, loaded.findings, request.suites),
    ],
    files.locate,
  );
  return {
    kind: 'check',
    exitCode: exitCodeOf({
      claims,
      findings,
      failOn: request.failOn,
      suitesUnread: loaded.findings.some(({ severity }) => severity === 'error'),
    }),
    summary: countClaims(claims),
    suites: judged.map(reportSuite),
    claims,
    ...(request.matrix === true && { matrices: reportMatrices(judged, files.locate) }),
    findings,
    suppressed: reportSuppressed(lints.suppressed, files.locate),
    inputs: mergeLedgers(judged.map(({ world }) => world.resources.ledger)),
    notes: [...notesOf(judged), ...suppressionNotes(lints.suppressed)],
  };
}

/** The verdict on one sentence, and the walk through the tiers for the pairs it speaks of. */
export function explain(request: ExplainRequest): ExplainReport {
  const files = openFiles(request.workspace, virtualTexts([request.sentence]));
  const suite = sentenceSuite([request.sentence]);
  const judged = judgeSuite(suite, { ...request, today: '9999-12-31' }, files, new Map());
  const [judgement] = judged.judgements;
  if (judgement === undefined) throw new Error('a sentence gives one judgement');
  const claim = reportClaim(judgement, suite, judged.world.name, files.locate);
  const lints = settleLints(settingsByWorld([judged]), files.locate);
  const findings = reportFindings(
    [...judged.findings, ...lints.findings, ...nothingToCheck([judged], [], [])],
    files.locate,
  );
  return {
    kind: 'explain',
    exitCode: exitCodeOf({ claims: [claim], findings, failOn: 'error' }),
    claim,
    ...explainPairs(judgement, judged.world, files.locate),
    findings,
    inputs: judged.world.resources.ledger,
    notes: [...notesOf([judged]), ...suppressionNotes(lints.suppressed)],
  };
}

/** What can reach what. */
export function connectivity(request: ConnectivityRequest): ConnectivityReport {
  const files = openFiles(request.workspace, new Map());
  const selection = manifestsOfRequest(request, files);
  const world = readWorld(files, {
    name: 'manifests',
    files: selection.files,
    named: request.manifests.length > 0,
    namespace: request.namespace ?? 'default',
    assumptions: {
      ...NO_ASSUMPTIONS,
      ...(request.dataplane && { dataplane: request.dataplane }),
      ...(request.podCIDRs && { podCIDRs: request.podCIDRs }),
    },
    addressCuts: [],
    wants: { nodes: false, dns: false },
  });
  const exposure = exposeWorld(world);
  const all = [...selection.findings, ...world.findings];
  const lints = settleLints([{ world, settings: [] }], files.locate);
  const findings = reportFindings([...all, ...lints.findings, ...noManifests(world, all)], files.locate);
  return {
    kind: 'connectivity',
    exitCode: exitCodeOf({ claims: [], findings, failOn: 'error' }),
    world: world.name,
    ...reportConnectivity(world),
    doors: reportDoors(world, exposure, files.locate),
    ...(request.possible === true && { possible: reportPossible(world) }),
    ...(request.matrix === true && {
      matrix: reportMatrix({ world, exposure, suites: [], claims: [] }, files.locate),
    }),
    findings,
    suppressed: reportSuppressed(lints.suppressed, files.locate),
    inputs: world.resources.ledger,
    notes: [OWN_NODE_NOTE, ...suppressionNotes(lints.suppressed)],
  };
}

function judgeSuite(
  suite: Suite,
  request: GateRequest & { readonly today: string },
  files: Files,
  worlds: Map<string, World>,
): JudgedSuite {
  const { world: worldRequest, findings } = worldOfSuite(suite, request, files);
  const key = JSON.stringify(worldRequest, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value,
  );
  const world = worlds.get(key) ?? readWorld(files, worldRequest);
  worlds.set(key, world);
  const { cluster, engine, resources } = world;
  const namespace = suite.namespace ?? request.namespace;
  const known = {
    cluster,
    engine,
    services: resources.services,
    suite: { ...suite, ...(namespace !== undefined && { namespace }) },
    today: request.today,
  };
  const controller = resolveIngressController(known);
  const context = { ...known, exposure: exposeWorld(world, controller.front) };
  const judgements = suite.claims.map((entry) => judgeClaim(entry, context));
  return {
    suite,
    world,
    context,
    ...(controller.front && { front: controller.front }),
    judgements,
    findings: [
      ...suite.findings,
      ...findings,
      ...world.findings,
      ...controller.findings,
      ...emptyNamespace(suite, world),
      ...judgements.flatMap((judgement) => judgement.findings),
    ],
  };
}

/** Each world once, with the lint settings of all suites about it. */
function settingsByWorld(judged: readonly JudgedSuite[]): Parameters<typeof settleLints>[0] {
  const worlds = [...new Set(judged.map(({ world }) => world))];
  return worlds.map((world) => ({
    world,
    settings: judged.filter((one) => one.world === world).map(({ suite }) => suite.lint),
  }));
}

/** A suite for a namespace with nobody in it speaks of something else than its author thinks. */
function emptyNamespace({ namespace, namespaceOrigin, claims }: Suite, { cluster }: World): readonly Finding[] {
  const pods = cluster.endpoints.filter((endpoint) => endpoint.kind === 'pod');
  const inhabited = new Set(pods.map((pod) => pod.namespace.name));
  if (namespace === undefined || inhabited.size === 0 || inhabited.has(namespace)) return [];
  if (claims.some(({ allowEmpty }) => allowEmpty)) return [];
  const help = didYouMean(suggest(namespace, inhabited));
  return [
    {
      code: 'unknown-name',
      severity: 'error',
      message: `no workload is in namespace \`${namespace}\``,
      ...(help !== undefined && { help }),
      ...(namespaceOrigin && { at: namespaceOrigin }),
    },
  ];
}

function virtualTexts(sentences: readonly string[]): ReadonlyMap<string, string> {
  return new Map([['-e', sentences.join('\n')]]);
}

function reportSuite({ suite, world }: JudgedSuite): SuiteReport {
  const pods = world.cluster.endpoints.filter(({ kind }) => kind === 'pod').length;
  return {
    file: suite.file,
    ...(suite.title !== undefined && { title: suite.title }),
    world: world.name,
    ...(pods <= MATRIX_PODS && { connectivity: reportConnectivity(world) }),
  };
}

function nothingToCheck(
  judged: readonly JudgedSuite[],
  findings: readonly Finding[],
  suites: readonly string[],
): readonly Finding[] {
  if (judged.length > 0) return judged.flatMap(({ world, findings: own }) => noManifests(world, own)).slice(0, 1);
  // Whatever kept a suite from being read is the better message; that nothing was found is not.
  if (findings.some(({ code, severity }) => severity === 'error' && code !== 'pattern-matches-nothing')) return [];
  return [
    {
      code: 'nothing-to-check',
      severity: 'error',
      message: 'there is no suite to check',
      help:
        suites.length > 0
          ? 'name files or folders with claims under `expect:`; manifests are named with `-m` (the input `manifests`)'
          : 'write claims like `web -/-> db` under `expect:` in a YAML file below `policies-tests/`, or give one with `-e`',
    },
  ];
}

function noManifests({ cluster }: World, findings: readonly Finding[]): readonly Finding[] {
  if (cluster.endpoints.some(({ kind }) => kind === 'pod')) return [];
  // Whatever kept manifests from being read is the better message.
  if (findings.some(({ severity }) => severity === 'error')) return [];
  return [
    {
      code: 'nothing-to-check',
      severity: 'error',
      message: 'there are no workloads to check: no manifest that was read holds one',
      help: 'name the manifests with `manifests:` in the suite or `-m`, or state the pods under `assume: workloads`',
    },
  ];
}

function countClaims(claims: readonly ClaimReport[]): CheckReport['summary'] {
  const counts = { claims: claims.length, holds: 0, fails: 0, undecided: 0, invalid: 0, waived: 0 };
  for (const { status } of claims) counts[status]++;
  return counts;
}

function mergeLedgers(ledgers: readonly (readonly LedgerEntry[])[]): readonly LedgerEntry[] {
  const byFile = new Map<string, LedgerEntry>();
  for (const entry of ledgers.flat()) if (!byFile.has(entry.file)) byFile.set(entry.file, entry);
  return [...byFile.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

const OWN_NETWORK_NOTE =
  'pods that could be created are those with a network of their own: to policy, a pod with `hostNetwork: true` is its node';
const OWN_NODE_NOTE = 'traffic between a pod and its own node is not judged: Kubernetes always allows it';

function notesOf(judged: readonly JudgedSuite[]): readonly string[] {
  if (judged.length === 0) return [];
  const dataplanes = new Set(judged.map(({ world }) => world.cluster.profile.name));
  const assumed = [...dataplanes].filter((name) => name !== undefined).map((name) => `\`${name}\``);
  return [
    OWN_NODE_NOTE,
    ...(judged.some(({ suite }) => meansPossiblePods(suite)) ? [OWN_NETWORK_NOTE] : []),
    ...(assumed.length > 0 ? [`where the API leaves room, the reading of ${assumed.join(', ')} was taken`] : []),
  ];
}
