import type { LedgerEntry } from '../findings/ledger.ts';
import type {
  CheckReport,
  ClaimReport,
  ConnectivityReport,
  DiffReport,
  ExplainReport,
  Reason,
  Report,
  ReportedFinding,
  Witness,
} from '../findings/report.ts';
import { changeJson } from './json-change.ts';
import { placeJson, trafficJson } from './json-parts.ts';
import { printJson } from './print-json.ts';

/** The report as JSON, version 1; keys always stand in the same order. */
export function renderJson(report: Report): string {
  switch (report.kind) {
    case 'check':
      return printJson(checkJson(report));
    case 'connectivity':
      return printJson(connectivityJson(report));
    case 'diff':
      return printJson(diffJson(report));
    case 'explain':
      return printJson(explainJson(report));
  }
}

function checkJson({ exitCode, summary, claims, findings, suppressed, inputs, change, notes }: CheckReport): object {
  return {
    version: 1,
    exitCode,
    summary: {
      claims: summary.claims,
      holds: summary.holds,
      fails: summary.fails,
      undecided: summary.undecided,
      invalid: summary.invalid,
      waived: summary.waived,
    },
    claims: claims.map(claimJson),
    findings: findings.map(findingJson),
    ...suppressedJson(suppressed),
    inputs: inputs.map(inputJson),
    // Absent where there was nothing to compare with.
    ...(change && { change: changeJson(change) }),
    notes,
  };
}

function diffJson({ exitCode, change, findings, suppressed, inputs, notes }: DiffReport): object {
  return {
    version: 1,
    exitCode,
    change: changeJson(change),
    findings: findings.map(findingJson),
    ...suppressedJson(suppressed),
    inputs: inputs.map(inputJson),
    notes,
  };
}

function connectivityJson(report: ConnectivityReport): object {
  return {
    version: 1,
    endpoints: report.endpoints.map(({ id, kind, labels }) =>
      kind === 'addresses' ? { id, kind } : { id, kind, labels: sortedByKey(labels) },
    ),
    connections: report.connections.map(({ from, to, allowed, undecided }) => ({
      from,
      to,
      allowed: allowed.map(trafficJson),
      undecided: undecided.map(trafficJson),
    })),
    doors: report.doors.map(({ name, at, to, open, undecided, shut, why }) => ({
      name,
      at: placeJson(at),
      to,
      open: open.map(trafficJson),
      undecided: undecided.map(trafficJson),
      shut: shut.map(trafficJson),
      ...(why !== undefined && { why }),
    })),
    ...(report.possible && {
      possible: report.possible.map(({ from, to, who, allowed, undecided }) => ({
        from,
        to,
        who,
        allowed: allowed.map(trafficJson),
        undecided: undecided.map(trafficJson),
      })),
    }),
    // Without what could not be read, an absent connection would look like a refused one.
    exitCode: report.exitCode,
    world: report.world,
    findings: report.findings.map(findingJson),
    ...suppressedJson(report.suppressed),
    inputs: report.inputs.map(inputJson),
    notes: report.notes,
  };
}

function explainJson(report: ExplainReport): object {
  return {
    version: 1,
    exitCode: report.exitCode,
    claim: claimJson(report.claim),
    pairs: report.pairs.map((pair) => ({
      from: pair.from,
      to: pair.to,
      alike: pair.alike,
      allowed: pair.allowed.map(trafficJson),
      denied: pair.denied.map(trafficJson),
      undecided: pair.undecided.map(trafficJson),
      sides: pair.sides.map(({ layer, direction, subject, steps }) => ({
        layer,
        direction,
        subject,
        steps: steps.map(({ tier, outcome, traffic, text, doubt, at }) => ({
          tier,
          outcome,
          traffic: traffic.map(trafficJson),
          text,
          ...(doubt !== undefined && { doubt }),
          ...(at && { at: placeJson(at) }),
        })),
      })),
    })),
    omitted: report.omitted,
    findings: report.findings.map(findingJson),
    inputs: report.inputs.map(inputJson),
    notes: report.notes,
  };
}

/** Only where there is something to list. */
function suppressedJson(suppressed: CheckReport['suppressed']): object {
  if (suppressed.length === 0) return {};
  return { suppressed: suppressed.map((finding) => ({ ...findingJson(finding), reason: finding.reason })) };
}

function claimJson(claim: ClaimReport): object {
  const { id, because, help, witness, waiver } = claim;
  return {
    ...(id !== undefined && { id }),
    sentence: claim.sentence,
    status: claim.status,
    severity: claim.severity,
    suite: claim.suite,
    world: claim.world,
    at: placeJson(claim.at),
    ...(because !== undefined && { because }),
    pairs: { judged: claim.pairs.judged, holding: claim.pairs.holding },
    ...(witness && { witness: witnessJson(witness) }),
    message: claim.message,
    ...(help !== undefined && { help }),
    guilty: placeJson(claim.guilty),
    related: claim.related.map(relatedJson),
    groups: claim.groups.map(({ text, members }) => ({ text, members })),
    notes: claim.notes,
    ...(waiver && {
      waiver: { until: waiver.until, owner: waiver.owner, reason: waiver.reason, expired: waiver.expired },
    }),
  };
}

function witnessJson({ from, to, traffic, egress, ingress, door, nearestMiss }: Witness): object {
  return {
    from,
    to,
    traffic: traffic.map(trafficJson),
    egress: egress.map(reasonJson),
    ingress: ingress.map(reasonJson),
    ...(door && { door: { name: door.name, ...(door.at && { at: placeJson(door.at) }) } }),
    ...(nearestMiss && {
      nearestMiss: { reason: nearestMiss.reason, ...(nearestMiss.at && { at: placeJson(nearestMiss.at) }) },
    }),
  };
}

function reasonJson({ outcome, traffic, reason, at }: Reason): object {
  return { outcome, traffic: traffic.map(trafficJson), reason, ...(at && { at: placeJson(at) }) };
}

function findingJson({ code, severity, message, help, example, at, related, worlds }: ReportedFinding): object {
  return {
    code,
    severity,
    message,
    ...(help !== undefined && { help }),
    ...(example !== undefined && { example }),
    ...(at && { at: placeJson(at) }),
    related: related.map(relatedJson),
    ...(worlds && { worlds }),
  };
}

function relatedJson({ at, message }: ReportedFinding['related'][number]): object {
  return { message, at: placeJson(at) };
}

function inputJson({ file, documents, used, ignored, renderedInto }: LedgerEntry): object {
  return {
    file,
    documents,
    used,
    ignored: ignored.map(({ what, why }) => ({ what, why })),
    ...(renderedInto !== undefined && { renderedInto }),
  };
}

function sortedByKey(labels: Readonly<Record<string, string>>): object {
  // `Object.fromEntries` defines keys, so that a label `__proto__` stays a label.
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
