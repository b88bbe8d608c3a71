import { sentenceSuite } from '../assertions/load-suite.ts';
import { meansPossiblePods } from '../assertions/mentions.ts';
import { NO_ASSUMPTIONS } from '../cluster/assumptions.ts';
import type { Finding } from '../findings/finding.ts';
import type { LedgerEntry } from '../findings/ledger.ts';
import type { CheckReport, ClaimReport, ConnectivityReport, ExplainReport, SuiteReport } from '../findings/report.ts';
import { unseenNote } from '../findings/unseen-input.ts';
import { exitCodeOf } from './exit-code.ts';
import { explainPairs } from './explain-pairs.ts';
import { exposeWorld } from './expose-world.ts';
import { baseOf, judgeChange } from './judge-change.ts';
import { type JudgedSuite, judgeSuite } from './judge-suite.ts';
import { suitesOf } from './load-suites.ts';
import { noManifests, nothingToCheck } from './nothing-to-check.ts';
import { once } from './once.ts';
import { openFiles } from './open-files.ts';
import { readWorld, type World } from './read-world.ts';
import { reportClaim, reportFindings, reportSuppressed } from './report-claim.ts';
import { reportConnectivity, reportPossible } from './report-connectivity.ts';
import { reportDoors } from './report-doors.ts';
import { reportMatrices } from './report-matrices.ts';
import { reportMatrix } from './report-matrix.ts';
import type { CheckRequest, ConnectivityRequest, ExplainRequest } from './request.ts';
import { settleLints, suppressionNotes } from './settle-lints.ts';
import { snapshotNote } from './snapshot-note.ts';
import { manifestsOfRequest } from './worlds-of-suite.ts';

/** Beyond this many pods a matrix is no longer something to look at. */
const MATRIX_PODS = 30;

/** Judges suites, or sentences given on the spot. Total: same texts in, same report out. */
export function check(request: CheckRequest): CheckReport {
  const files = openFiles(request.workspace, virtualTexts(request.sentences));
  const loaded = request.loaded ?? suitesOf(request, files);
  const suites = [...loaded.suites, ...(request.sentences.length > 0 ? [sentenceSuite(request.sentences)] : [])];
  const worlds = new Map<string, World>();
  const base = baseOf(request, suites, files);
  const judged = suites.flatMap((suite) => judgeSuite(suite, request, files, worlds, base));
  const { change, findings: news } = judgeChange(judged, suites, request, files, base);
  const claims = judged.flatMap(({ suite, name, judgements }) =>
    judgements.map((judgement) => reportClaim(judgement, suite, name, files.locate)),
  );
  const isOneOfMany = new Set(judged.map(({ name }) => name)).size > 1;
  const lints = settleLints(settingsByWorld(judged), files);
  const findings = reportFindings(
    [
      ...loaded.findings,
      ...judged.flatMap((one) => nameWorld(one, isOneOfMany)),
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
    ...(request.matrix === true && { matrices: reportMatrices(judged, files.locate) }),
    findings,
    suppressed: reportSuppressed(lints.suppressed, files.locate),
    inputs: mergeLedgers(judged.map(({ ledger }) => ledger)),
    ...(change && { change }),
    notes: [...notesOf(judged), ...unseenNote(findings), ...suppressionNotes(lints.suppressed)],
  };
}

/** The verdict on one sentence, and the walk through the tiers for the pairs it speaks of. */
export function explain(request: ExplainRequest): ExplainReport {
  const files = openFiles(request.workspace, virtualTexts([request.sentence]));
  const suite = sentenceSuite([request.sentence]);
  const [judged] = judgeSuite(suite, { ...request, today: '9999-12-31' }, files, new Map());
  const judgement = judged?.judgements[0];
  if (judged?.world === undefined || judgement === undefined) throw new Error('a sentence gives one judgement');
  const claim = reportClaim(judgement, suite, judged.name, files.locate);
  const lints = settleLints(settingsByWorld([judged]), files);
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
    inputs: judged.ledger,
    notes: [...notesOf([judged]), ...unseenNote(findings), ...suppressionNotes(lints.suppressed)],
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
  const lints = settleLints([{ world, settings: [] }], files);
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
    notes: [OWN_NODE_NOTE, ...snapshotNote([world]), ...unseenNote(findings), ...suppressionNotes(lints.suppressed)],
  };
}

/** Each world once, with the lint settings of all suites about it. */
function settingsByWorld(judged: readonly JudgedSuite[]): Parameters<typeof settleLints>[0] {
  const worlds = worldsOf(judged);
  return worlds.map((world) => ({
    world,
    settings: judged.filter((one) => one.world === world).map(({ suite }) => suite.lint),
  }));
}

/** Findings with the world in which they are the case, where there are several. */
function nameWorld({ name, suite, world, findings }: JudgedSuite, isOneOfMany: boolean): readonly Finding[] {
  // What keeps a world from being judged names it, and what is wrong with the suite has nothing to do with any of them.
  if (!isOneOfMany || world === undefined) return findings;
  const own = new Set<Finding>(suite.findings);
  return findings.map((finding) => (own.has(finding) ? finding : { ...finding, worlds: [name] }));
}

function worldsOf(judged: readonly JudgedSuite[]): readonly World[] {
  return [...new Set(judged.flatMap(({ world }) => world ?? []))];
}

function virtualTexts(sentences: readonly string[]): ReadonlyMap<string, string> {
  return new Map([['-e', sentences.join('\n')]]);
}

function reportSuite({ suite, name, world }: JudgedSuite): SuiteReport {
  const pods = world?.cluster.endpoints.filter(({ kind }) => kind === 'pod').length ?? 0;
  const report = { file: suite.file, ...(suite.title !== undefined && { title: suite.title }), world: name };
  if (world === undefined || pods > MATRIX_PODS) return report;
  const map = once(() => reportConnectivity(world));
  return {
    ...report,
    // Most runs print no map.
    get connectivity() {
      return map();
    },
  };
}

function countClaims(claims: readonly ClaimReport[]): CheckReport['summary'] {
  const counts = { claims: claims.length, holds: 0, fails: 0, undecided: 0, invalid: 0, waived: 0 };
  for (const { status } of claims) counts[status]++;
  return counts;
}

function mergeLedgers(ledgers: readonly (readonly LedgerEntry[])[]): readonly LedgerEntry[] {
  const byFile = new Map<string, LedgerEntry>();
  for (const entry of ledgers.flat()) {
    const known = byFile.get(entry.file);
    if (known === undefined || bearing(entry) > bearing(known)) byFile.set(entry.file, entry);
  }
  return [...byFile.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** A file that is rendered for one suite may be judged as it stands for another, and not be renderable for a third. */
function bearing({ used, renderedInto }: LedgerEntry): number {
  return used.length > 0 ? 2 : renderedInto === undefined ? 0 : 1;
}

const OWN_NETWORK_NOTE =
  'pods that could be created are those with a network of their own: to policy, a pod with `hostNetwork: true` is its node';
const OWN_NODE_NOTE = 'traffic between a pod and its own node is not judged: Kubernetes always allows it';

function notesOf(judged: readonly JudgedSuite[]): readonly string[] {
  if (judged.length === 0) return [];
  const dataplanes = new Set(worldsOf(judged).map(({ cluster }) => cluster.profile.name));
  const assumed = [...dataplanes].filter((name) => name !== undefined).map((name) => `\`${name}\``);
  return [
    OWN_NODE_NOTE,
    ...snapshotNote(judged.flatMap(({ world }) => world ?? [])),
    ...(judged.some(({ suite }) => meansPossiblePods(suite)) ? [OWN_NETWORK_NOTE] : []),
    ...(assumed.length > 0 ? [`where the API leaves room, the reading of ${assumed.join(', ')} was taken`] : []),
  ];
}
