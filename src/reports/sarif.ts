import type { FindingCode } from '../findings/catalogue.ts';
import type { ClaimReport, Report, ReportedFinding, SuppressedFinding } from '../findings/report.ts';
import type { Place } from '../source/place.ts';
import { codeOf, isInFile, reasonsOf } from './claim-places.ts';
import { hasSeveralWorlds } from './claims-by-cause.ts';
import { type Links, path } from './links.ts';
import { printJson } from './print-json.ts';
import { fitUpload, MOST_LOCATIONS } from './sarif-limits.ts';
import { levelOf, sarifRule } from './sarif-rule.ts';

/** SARIF 2.1.0 for code scanning: a result for each claim that does not hold and each finding that has a place. */
export function renderSarif(report: Report, links: Links): string {
  const claims = claimsOf(report);
  const all = [
    ...claims.flatMap((claim) => claimResult(claim, hasSeveralWorlds(claims))),
    ...report.findings.flatMap(findingResult),
    ...suppressedOf(report).flatMap(suppressedResult),
  ];
  const { results, omitted } = fitUpload(withFingerprints(all));
  const codes = [...new Set(results.map(({ ruleId }) => ruleId))].sort();
  return printJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'netpol-gate', rules: codes.map((code) => sarifRule(code, links)) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'the root of the repository' } } },
        invocations: [invocation(report, omitted)],
        results: results.map((result) => ({ ...result, ruleIndex: codes.indexOf(result.ruleId) })),
      },
    ],
  });
}

interface Result {
  readonly ruleId: FindingCode;
  readonly level: 'error' | 'warning' | 'note';
  /** What makes it the same alert in the next run. No line numbers: it must stay the same when lines move. */
  readonly identity: readonly string[];
}

/** Results that say the same of the same file are told apart by their order, which moving lines do not change. */
function withFingerprints(results: readonly Result[]): readonly Omit<Result, 'identity'>[] {
  const timesSeen = new Map<string, number>();
  return results.map(({ identity, ...result }) => {
    const key = JSON.stringify(identity);
    const times = (timesSeen.get(key) ?? 0) + 1;
    timesSeen.set(key, times);
    const print = JSON.stringify(times === 1 ? identity : [...identity, times]);
    return { ...result, partialFingerprints: { 'netpolGate/v1': print } };
  });
}

function claimsOf(report: Report): readonly ClaimReport[] {
  switch (report.kind) {
    case 'check':
      return report.claims;
    case 'explain':
      return [report.claim];
    case 'connectivity':
    case 'diff':
      return [];
  }
}

function invocation({ exitCode, findings }: Report, omitted: number): object {
  // Code scanning refuses a file with a result that has no place.
  const placeless = findings.filter(({ at }) => !at || !isInFile(at));
  const cut = `${omitted} more results are left out, because code scanning takes no more; the other reports have them`;
  return {
    executionSuccessful: exitCode < 2,
    exitCode,
    toolConfigurationNotifications: placeless.map(({ code, severity, message, help }) => ({
      descriptor: { id: code },
      level: levelOf(severity),
      message: { text: sentences(message, help) },
    })),
    ...(omitted > 0 && { toolExecutionNotifications: [{ level: 'warning', message: { text: cut } }] }),
  };
}

function claimResult(claim: ClaimReport, showsWorld: boolean): readonly Result[] {
  const ruleId = claim.status === 'waived' ? 'claim-fails' : codeOf(claim);
  const place = [claim.guilty, claim.at].find(isInFile);
  if (ruleId === undefined || place === undefined) return [];
  const related = [
    { at: claim.at, message: `claimed here: ${claim.sentence}` },
    ...reasonsOf(claim).flatMap(({ at, reason }) => (at ? [{ at, message: reason }] : [])),
    ...claim.related,
  ];
  return [
    {
      ruleId,
      level: claim.severity,
      ...body(
        `${claim.sentence}${showsWorld ? ` (in ${claim.world})` : ''}: ${claim.message}`,
        claim.help,
        place,
        related,
      ),
      identity: identityOf(claim),
      ...(claim.waiver && claim.status === 'waived' && { suppressions: [suppression(claim.waiver)] }),
    },
  ];
}

function identityOf({ id, sentence, suite, world, witness }: ClaimReport): readonly string[] {
  return [suite, world, id ?? sentence, witness?.from ?? '', witness?.to ?? ''];
}

function suppression({ until, owner, reason }: NonNullable<ClaimReport['waiver']>): object {
  return { kind: 'external', justification: `until ${until}, ${owner}: ${reason}` };
}

/** What comments suppress: code scanning shows it as dismissed in the source. */
function suppressedResult(finding: SuppressedFinding): readonly Result[] {
  const suppressions = [{ kind: 'inSource', justification: finding.reason }];
  return findingResult(finding).map((result) => ({ ...result, suppressions }));
}

function suppressedOf(report: Report): readonly SuppressedFinding[] {
  return report.kind === 'explain' ? [] : report.suppressed;
}

function findingResult(finding: ReportedFinding): readonly Result[] {
  const { code, severity, message, help, at, related } = finding;
  if (!at || !isInFile(at)) return [];
  return [
    {
      ruleId: code,
      level: levelOf(severity),
      ...body(message, help, at, related),
      identity: [code, at.file, message],
    },
  ];
}

function body(message: string, help: string | undefined, at: Place, related: ReportedFinding['related']): object {
  const others = related.filter((place) => isInFile(place.at));
  const unshown = others.length - MOST_LOCATIONS;
  const cut = unshown > 0 ? ` (${unshown} more places are left out)` : '';
  return {
    message: { text: `${sentences(message, help)}${cut}` },
    locations: [location(at)],
    relatedLocations: others
      .slice(0, MOST_LOCATIONS)
      .map((place, id) => ({ id, ...location(place.at), message: { text: place.message } })),
  };
}

function location({ file, span }: Place): object {
  const region = span && {
    startLine: span.line,
    startColumn: span.column,
    endLine: span.endLine,
    endColumn: span.endColumn,
  };
  return {
    physicalLocation: {
      artifactLocation: { uri: path(file), uriBaseId: '%SRCROOT%' },
      ...(region && { region }),
    },
  };
}

// In SARIF square brackets make a link; a backslash takes that from them.
function sentences(message: string, help: string | undefined): string {
  const text = help === undefined ? message : `${message}. Help: ${help}`;
  return text.replace(/[\\[\]]/g, '\\$&');
}
