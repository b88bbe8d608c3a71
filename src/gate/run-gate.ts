import { sentenceSuite } from '../assertions/load-suite.ts';
import { meansPossiblePods } from '../assertions/mentions.ts';
import { NO_ASSUMPTIONS } from '../cluster/assumptions.ts';
import type { LedgerEntry } from '../findings/ledger.ts';
import type { CheckReport, ClaimReport, ConnectivityReport, ExplainReport, SuiteReport } from '../findings/report.ts';
import { exitCodeOf } from './exit-code.ts';
import { explainPairs } from './explain-pairs.ts';
import { exposeWorld } from './expose-world.ts';
import { baseOf, judgeChange } from './judge-change.ts';
import { type JudgedSuite, judgeSuite } from './judge-suite.ts';
import { loadSuites } from './load-suites.ts';
import { noManifests, nothingToCheck } from './nothing-to-check.ts';
import { openFiles } from './open-files.ts';
import { readWorld, type World } from './read-world.ts';
import { reportClaim, reportFindings, reportSuppressed } from './report-claim.ts';
import { reportConnectivity, reportPossible } from './report-connectivity.ts';
import { reportDoors } from './report-doors.ts';
import type { CheckRequest, ConnectivityRequest, ExplainRequest } from './request.ts';
import { settleLints, suppressionNotes } from './settle-lints.ts';
import { manifestsOfRequest } from './worlds-of-suite.ts';

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
  const base = baseOf(request);
  const judged = suites.flatMap((suite) => judgeSuite(suite, request, files, worlds, base));
  const { change, findings: news } = judgeChange(judged, suites, request, files, base);
  const claims = judged.flatMap(({ suite, world, judgements }) =>
    judgements.map((judgement) => reportClaim(judgement, suite, world.name, files.locate)),
  );
  const lints = settleLints(settingsByWorld(judged), files.locate);
  const findings = reportFindings(
    [
      ...loaded.findings,
      ...judged.flatMap((one) => one.findings),
      ...news,
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
    findings,
    suppressed: reportSuppressed(lints.suppressed, files.locate),
    inputs: mergeLedgers(judged.map(({ world }) => world.resources.ledger)),
    ...(change && { change }),
    notes: [...notesOf(judged), ...suppressionNotes(lints.suppressed)],
  };
}

/** The verdict on one sentence, and the walk through the tiers for the pairs it speaks of. */
export function explain(request: ExplainRequest): ExplainReport {
  const files = openFiles(request.workspace, virtualTexts([request.sentence]));
  const suite = sentenceSuite([request.sentence]);
  const [judged] = judgeSuite(suite, { ...request, today: '9999-12-31' }, files, new Map());
  const judgement = judged?.judgements[0];
  if (judged === undefined || judgement === undefined) throw new Error('a sentence gives one judgement');
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
  const all = [...selection.findings, ...world.findings];
  const lints = settleLints([{ world, settings: [] }], files.locate);
  const findings = reportFindings([...all, ...lints.findings, ...noManifests(world, all)], files.locate);
  return {
    kind: 'connectivity',
    exitCode: exitCodeOf({ claims: [], findings, failOn: 'error' }),
    world: world.name,
    ...reportConnectivity(world),
    doors: reportDoors(world, exposeWorld(world), files.locate),
    ...(request.possible === true && { possible: reportPossible(world) }),
    findings,
    suppressed: reportSuppressed(lints.suppressed, files.locate),
    inputs: world.resources.ledger,
    notes: [OWN_NODE_NOTE, ...suppressionNotes(lints.suppressed)],
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
