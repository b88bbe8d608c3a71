import { CATALOGUE, type FindingCode } from '../findings/catalogue.ts';
import type { ClaimReport, Report, ReportedFinding, SuppressedFinding } from '../findings/report.ts';
import type { Place } from '../source/place.ts';
import { codeOf, isInFile, reasonsOf } from './claim-places.ts';
import { docsPage, type Links, path, webAddress } from './links.ts';
import { printJson } from './print-json.ts';

/** SARIF 2.1.0 for code scanning: a result for each claim that does not hold and each finding that has a place. */
export function renderSarif(report: Report, links: Links): string {
  const claims = claimsOf(report);
  const results = [
    ...claims.flatMap(claimResult),
    ...report.findings.flatMap(findingResult),
    ...suppressedOf(report).flatMap(suppressedResult),
  ];
  const codes = [...new Set(results.map(({ ruleId }) => ruleId))].sort();
  return printJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'netpol-gate', rules: codes.map((code) => rule(code, links)) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'the root of the repository' } } },
        invocations: [invocation(report)],
        results: results.map((result) => ({ ...result, ruleIndex: codes.indexOf(result.ruleId) })),
      },
    ],
  });
}

interface Result {
  readonly ruleId: FindingCode;
  readonly level: 'error' | 'warning' | 'note';
  readonly partialFingerprints: Readonly<Record<string, string>>;
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

function rule(code: FindingCode, links: Links): object {
  const page = docsPage(code, links);
  const { title, severity } = CATALOGUE[code];
  return {
    id: code,
    shortDescription: { text: title },
    help: { text: `See ${page}.` },
    // The format takes no relative address here.
    ...(webAddress(page) !== undefined && { helpUri: page }),
    defaultConfiguration: { level: levelOf(severity) },
  };
}

function invocation({ exitCode, findings }: Report): object {
  // Code scanning refuses a file with a result that has no place.
  const placeless = findings.filter(({ at }) => !at || !isInFile(at));
  return {
    executionSuccessful: exitCode < 2,
    exitCode,
    toolConfigurationNotifications: placeless.map(({ code, severity, message, help }) => ({
      descriptor: { id: code },
      level: levelOf(severity),
      message: { text: sentences(message, help) },
    })),
  };
}

function claimResult(claim: ClaimReport): readonly Result[] {
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
      ...body(`${claim.sentence}: ${claim.message}`, claim.help, place, related),
      // No line numbers in it: the alert must stay the same when lines move.
      partialFingerprints: { 'netpolGate/v1': fingerprint(claim) },
      ...(claim.waiver && claim.status === 'waived' && { suppressions: [suppression(claim.waiver)] }),
    },
  ];
}

function fingerprint({ id, sentence, suite, world, witness }: ClaimReport): string {
  return JSON.stringify([suite, world, id ?? sentence, witness?.from ?? '', witness?.to ?? '']);
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
      partialFingerprints: { 'netpolGate/v1': JSON.stringify([code, at.file, message]) },
    },
  ];
}

function body(message: string, help: string | undefined, at: Place, related: ReportedFinding['related']): object {
  const others = related.filter((place) => isInFile(place.at));
  return {
    message: { text: sentences(message, help) },
    locations: [location(at)],
    relatedLocations: others.map((place, id) => ({ id, ...location(place.at), message: { text: place.message } })),
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

function levelOf(severity: ReportedFinding['severity']): Result['level'] {
  return severity === 'notice' ? 'note' : severity;
}

// In SARIF square brackets make a link; a backslash takes that from them.
function sentences(message: string, help: string | undefined): string {
  const text = help === undefined ? message : `${message}. Help: ${help}`;
  return text.replace(/[\\[\]]/g, '\\$&');
}
