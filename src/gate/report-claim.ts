import type { Judgement, SideReason } from '../assertions/judgement.ts';
import type { Suite } from '../assertions/suite.ts';
import type { Finding } from '../findings/finding.ts';
import type { ClaimReport, Reason, ReportedFinding, SuppressedFinding, Witness } from '../findings/report.ts';
import type { SuppressedLint } from '../lints/suppress-lints.ts';
import { trafficOf } from '../sets/connection-set.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';

type Locate = (ref: SourceRef) => Place;

/** A judgement with its places found in the text. */
export function reportClaim(judgement: Judgement, suite: Suite, world: string, locate: Locate): ClaimReport {
  const { entry, witness } = judgement;
  return {
    ...(entry.id !== undefined && { id: entry.id }),
    sentence: entry.sentence,
    status: judgement.status,
    severity: entry.severity,
    suite: suite.file,
    world,
    at: locate(entry.origin),
    ...(entry.because !== undefined && { because: entry.because }),
    message: judgement.message,
    ...(judgement.help !== undefined && { help: judgement.help }),
    guilty: locate(judgement.guilty),
    related: judgement.related.map(({ at, message }) => ({ at: locate(at), message })),
    pairs: judgement.pairs,
    ...(witness && { witness: reportWitness(witness, locate) }),
    groups: judgement.groups,
    notes: judgement.notes,
    ...(entry.waive && { waiver: { ...entry.waive, expired: judgement.waiverExpired } }),
  };
}

function reportWitness(witness: NonNullable<Judgement['witness']>, locate: Locate): Witness {
  const side = (direction: SideReason['direction']): readonly Reason[] =>
    witness.reasons
      .filter((reason) => reason.direction === direction)
      .map(({ outcome, traffic, reason, at }) => ({
        direction,
        outcome,
        traffic: trafficOf(traffic),
        reason,
        ...(at && { at: locate(at) }),
      }));
  const miss = witness.nearestMiss;
  const words = [witness.decision?.from, witness.decision?.to].flatMap((end) =>
    end?.kind === 'pod' && end.possible !== undefined ? [[end.id, end.possible] as const] : [],
  );
  return {
    from: witness.from,
    to: witness.to,
    ...(words.length > 0 && { inWords: Object.fromEntries(words) }),
    traffic: trafficOf(witness.traffic),
    egress: side('egress'),
    ingress: side('ingress'),
    ...(witness.door && { door: { name: witness.door.title, at: locate(witness.door.at) } }),
    ...(miss && { nearestMiss: { reason: miss.reason, ...(miss.at && { at: locate(miss.at) }) } }),
  };
}

/** A finding with its places found in the text. */
function reportFinding(finding: Finding, locate: Locate): ReportedFinding {
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    ...(finding.help !== undefined && { help: finding.help }),
    ...(finding.example !== undefined && { example: finding.example }),
    ...(finding.at && { at: locate(finding.at) }),
    related: (finding.related ?? []).map(({ at, message }) => ({ at: locate(at), message })),
    ...(finding.worlds && { worlds: finding.worlds }),
  };
}

const RANK = { error: 0, warning: 1, notice: 2 } as const;

/** Findings as a reader wants them: errors first, then by place, each once however many worlds found it. */
export function reportFindings(findings: readonly Finding[], locate: Locate): readonly ReportedFinding[] {
  const unique = new Map<string, ReportedFinding>();
  for (const finding of findings) {
    const reported = reportFinding(finding, locate);
    const key = placeKey(reported);
    const known = unique.get(key);
    // Suites about different worlds may weigh the same lint differently: the strictest counts.
    const strictest = known === undefined || RANK[reported.severity] < RANK[known.severity] ? reported : known;
    unique.set(key, known === undefined ? reported : inWorlds(strictest, [known, reported]));
  }
  return [...unique.values()].sort(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      compare(a.at?.file ?? '', b.at?.file ?? '') ||
      (a.at?.span?.line ?? 0) - (b.at?.span?.line ?? 0) ||
      (a.at?.span?.column ?? 0) - (b.at?.span?.column ?? 0),
  );
}

/** One finding of several worlds; one that names none is the case in all of them. */
function inWorlds(finding: ReportedFinding, all: readonly ReportedFinding[]): ReportedFinding {
  const { worlds: _, ...everywhere } = finding;
  if (all.some(({ worlds }) => worlds === undefined)) return everywhere;
  return { ...everywhere, worlds: [...new Set(all.flatMap(({ worlds = [] }) => worlds))] };
}

function placeKey({ code, message, at }: ReportedFinding): string {
  return JSON.stringify([code, message, at?.file, at?.span, at?.rendered?.excerpt.lines]);
}

/** Suppressed lints by place, each once however many worlds found it. */
export function reportSuppressed(suppressed: readonly SuppressedLint[], locate: Locate): readonly SuppressedFinding[] {
  const reasons = new Map(suppressed.map(({ finding, reason }) => [placeKey(reportFinding(finding, locate)), reason]));
  const findings = reportFindings(
    suppressed.map(({ finding }) => finding),
    locate,
  );
  return findings.map((finding) => ({ ...finding, reason: reasons.get(placeKey(finding)) ?? '' }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
