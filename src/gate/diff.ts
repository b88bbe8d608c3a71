import { listChanges } from '../change/list-changes.ts';
import type { TreeName } from '../change/trees.ts';
import { NO_ASSUMPTIONS } from '../cluster/assumptions.ts';
import type { Finding } from '../findings/finding.ts';
import type { DiffReport } from '../findings/report.ts';
import { compareWorlds, type ReadWorld } from './compare-worlds.ts';
import { exitCodeOf } from './exit-code.ts';
import { newConnections, unsureOfAll } from './new-connections.ts';
import { notesOnChange } from './notes-on-change.ts';
import { noManifests } from './nothing-to-check.ts';
import { type Files, openFiles } from './open-files.ts';
import { readWorld, type WorldRequest } from './read-world.ts';
import { reportChange } from './report-change.ts';
import { reportFindings, reportSuppressed } from './report-claim.ts';
import type { DiffRequest, DiffSide } from './request.ts';
import { settleLints, suppressionNotes } from './settle-lints.ts';
import { manifestsOfRequest } from './worlds-of-suite.ts';

/** What changes from one tree to another. Only what is wrong in the head makes the result red. */
export function diff(request: DiffRequest): DiffReport {
  const { before, after } = request;
  const base = readSide(before, request, 'base');
  const head = readSide(after, request, 'head', base.files);
  const listed = listChanges(compareWorlds(base, head));
  const locate = { base: base.files.locate, head: head.files.locate };
  const lints = settleLints([{ world: head.world, settings: [] }], head.files);
  const found = [...head.selected, ...head.world.findings];
  const findings = reportFindings(
    [
      ...found.map(sayThatNothingIsRendered),
      ...lints.findings,
      ...newConnections(listed, request.failOnNew),
      ...unsureOfAll(base, head, request.failOnNew),
      ...nothing(base, head),
    ],
    locate.head,
  );
  const notes = notesOnChange(base, head);
  return {
    kind: 'diff',
    exitCode: exitCodeOf({ claims: [], findings, failOn: 'error' }),
    change: {
      kind: 'compared',
      base: before.name,
      worlds: [reportChange(head.world.name, listed, locate, notes)],
      claimsRemoved: [],
    },
    findings,
    suppressed: reportSuppressed(lints.suppressed, locate.head),
    inputs: head.world.resources.ledger,
    notes: suppressionNotes(lints.suppressed),
  };
}

/** Who compares what a tool makes of the sources needs the other command. */
function sayThatNothingIsRendered(finding: Finding): Finding {
  const { code, severity, help } = finding;
  if (code !== 'unrendered-template' || severity === 'notice') return finding;
  const other = '`diff` renders nothing, and `netpol-gate check --base REV` compares the environments of suites';
  return { ...finding, help: help === undefined ? other : `${other}: ${help}` };
}

function readSide(side: DiffSide, request: DiffRequest, tree: TreeName, twin?: Files): ReadWorld {
  const files = openFiles(side.workspace, new Map(), twin);
  const { files: names, findings } = manifestsOfRequest(side, files);
  const world: WorldRequest = {
    name: 'manifests',
    files: names,
    named: side.manifests.length > 0,
    namespace: request.namespace ?? 'default',
    assumptions: {
      ...NO_ASSUMPTIONS,
      ...(request.dataplane && { dataplane: request.dataplane }),
      ...(request.podCIDRs && { podCIDRs: request.podCIDRs }),
    },
    addressCuts: [],
    wants: { nodes: true, dns: false },
  };
  // What a pattern misses in the base was not there yet, and what it misses in the head may be gone.
  const isMissing = ({ code }: Finding): boolean => code === 'pattern-matches-nothing';
  const selected = tree === 'base' ? findings : findings.filter((finding) => !isMissing(finding));
  return { world: readWorld(files, world), request: world, files, selected };
}

/** Where neither tree has anything to compare, "nothing changed" would be a lie. */
function nothing(base: ReadWorld, head: ReadWorld): readonly Finding[] {
  const isEmpty = [base, head].every(({ world: { cluster, resources } }) => {
    const policies = cluster.layers.flatMap(({ tiers }) => tiers).flatMap((tier) => tier.policies);
    return resources.workloads.length === 0 && policies.length === 0;
  });
  return isEmpty ? noManifests(head.world, [...head.selected, ...head.world.findings]) : [];
}
