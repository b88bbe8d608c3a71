import type {
  CheckReport,
  ClaimStatus,
  ConnectivityReport,
  DiffReport,
  ExplainReport,
  Report,
  ReportedMatrix,
} from '../findings/report.ts';
import { changesInWords } from './change-headline.ts';
import { type EndpointNames, endpointNames } from './endpoint-names.ts';
import { changeSections } from './html/change-section.ts';
import { claimSection, claimSections } from './html/claim-sections.ts';
import { explainedSection } from './html/explained-section.ts';
import { findingSections, ledgerSection, noteSections } from './html/input-sections.ts';
import { matrixData } from './html/matrix-data.ts';
import { matrixSections } from './html/matrix-sections.ts';
import { page } from './html/page.ts';
import type { PageSection, PageView } from './html/page-section.ts';
import type { Links } from './links.ts';
import { countBySubject, countFindings, isInQuestion, type Tone, verdictOf } from './verdict.ts';

/** The report as one page that needs nothing else: no network, no other file. */
export function renderHtml(report: Report, links: Links): string {
  const matrices = matricesOf(report);
  const view = { names: namesOf(report, matrices), links };
  const claims = report.kind === 'check' ? report.claims : [];
  return page({
    ...headOf(report),
    sections: sectionsOf(report, matrices, view),
    data: matrices.map((matrix) => matrixData(matrix, claims, view.names)),
  });
}

/** What a page says, in order: the verdict is its head, then claims, findings, what can reach what, files. A new part goes in here. */
function sectionsOf(report: Report, matrices: readonly ReportedMatrix[], view: PageView): readonly PageSection[] {
  const { findings, inputs, notes } = report;
  const suppressed = report.kind === 'explain' ? [] : report.suppressed;
  const input = findingSections(findings, suppressed, view.links);
  const end = [...noteSections(notes), ledgerSection(inputs)];
  switch (report.kind) {
    case 'check':
      return [
        ...claimSections(report, view),
        ...changeSections(report.change, view),
        ...input,
        ...matrixSections(matrices, view),
        ...end,
      ];
    case 'connectivity':
      return [...matrixSections(matrices, view), ...input, ...end];
    case 'explain':
      return [claimSection(report, view), explainedSection(report, view), ...input, ...end];
    case 'diff':
      return [...changeSections(report.change, view), ...input, ...end];
  }
}

interface Head {
  readonly title: string;
  readonly headline: string;
  readonly tone: Tone;
  readonly word: string;
}

const WORDS: Readonly<Record<Tone, string>> = {
  green: '✓ passed',
  yellow: '~ passed, reporting only',
  red: '✗ failed',
};

function headOf(report: Report): Head {
  switch (report.kind) {
    case 'check': {
      const { tone, headline } = verdictOf(report);
      return { title: 'Network policy gate', headline, tone, word: WORDS[tone] };
    }
    case 'connectivity':
      return { title: 'Network connectivity', ...inputHead(report) };
    case 'explain':
      return { title: 'Network policies explained', ...claimHead(report) };
    case 'diff':
      return { title: 'What changes on the network', ...changeHead(report) };
  }
}

function inputHead({ exitCode, findings, endpoints }: ConnectivityReport): Omit<Head, 'title'> {
  const workloads = endpoints.filter(({ kind }) => kind === 'workload').length;
  const read = `${workloads} workload${workloads === 1 ? '' : 's'}`;
  if (exitCode === 0) return { headline: read, tone: 'green', word: '✓ read' };
  return {
    headline: `${read}, but the input is at fault: ${countFindings(findings)}`,
    tone: 'red',
    word: '✗ at fault',
  };
}

function claimHead({ claim, exitCode, findings }: ExplainReport): Omit<Head, 'title'> {
  const tone = exitCode === 0 ? 'green' : 'red';
  const fault = tone === 'red' && !isInQuestion(claim) ? `, but the input is at fault: ${countFindings(findings)}` : '';
  return { headline: `the claim ${STATUS_VERBS[claim.status]}${fault}`, tone, word: WORDS[tone] };
}

function changeHead({ exitCode, change, findings }: DiffReport): Omit<Head, 'title'> {
  const counted = changesInWords(change.worlds);
  if (exitCode === 0) return { headline: counted, tone: 'green', word: '✓ compared' };
  return { headline: `${counted}; ${countBySubject(findings)}`, tone: 'red', word: '✗ at fault' };
}

const STATUS_VERBS: Readonly<Record<ClaimStatus, string>> = {
  holds: 'holds',
  fails: 'fails',
  undecided: 'is undecided',
  invalid: 'cannot be judged',
  waived: 'is waived',
};

function matricesOf(report: Report): readonly ReportedMatrix[] {
  switch (report.kind) {
    case 'check':
      return report.matrices ?? [];
    case 'connectivity':
      return report.matrix ? [report.matrix] : [];
    case 'explain':
    case 'diff':
      return [];
  }
}

/** Names that no two endpoints of the page share. */
function namesOf(report: Report, matrices: readonly ReportedMatrix[]): EndpointNames {
  const endpoints = matrices.flatMap((matrix) => matrix.endpoints);
  switch (report.kind) {
    case 'check': {
      const shown: CheckReport['suites'][number] = {
        file: '',
        world: '',
        connectivity: { endpoints, connections: [] },
      };
      return endpointNames({ ...report, suites: [...report.suites, shown] });
    }
    case 'connectivity':
      return endpointNames({ ...report, endpoints: [...report.endpoints, ...endpoints] });
    case 'explain':
    case 'diff':
      return endpointNames(report);
  }
}
