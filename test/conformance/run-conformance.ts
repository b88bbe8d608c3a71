import { judgeCase, type Verdict } from './judge-case.ts';
import { NAMED_EXCEPTIONS, type NamedException } from './named-exceptions.ts';
import { type ConformanceCase, type Corpus, readCorpora } from './read-corpora.ts';

/** What a run prints and how it ends. */
export interface ConformanceRun {
  readonly lines: readonly string[];
  readonly exitCode: 0 | 1;
}

interface JudgedCase {
  readonly one: ConformanceCase;
  readonly verdict: Verdict;
}

interface JudgedCorpus {
  readonly name: string;
  readonly cases: readonly JudgedCase[];
  /** Why the folder could not be read. */
  readonly unreadable?: string;
}

/** Cases that are shown with their disagreements, for each corpus. */
const SHOWN_CASES = 5;
/** Disagreements that are shown, for each case. */
const SHOWN_DISAGREEMENTS = 3;

/** Runs every case of every corpus below a folder. It fails if a case disagrees, or if none was compared. */
export function runConformance(
  directory: string,
  exceptions: readonly NamedException[] = NAMED_EXCEPTIONS,
): ConformanceRun {
  const judged = readCorpora(directory).map((corpus) => judgeCorpus(corpus, exceptions));
  const all = judged.flatMap(({ cases }) => cases);
  const passed = all.filter(({ verdict }) => verdict.kind === 'agrees').length;
  const disagreeing = all.filter(({ verdict }) => verdict.kind === 'disagrees').length;
  const failed = disagreeing + judged.filter(({ unreadable }) => unreadable !== undefined).length;
  return {
    lines: [
      ...judged.flatMap(summariesOf),
      ...judged.flatMap(disagreementsOf),
      ...namesByReason('Out of scope in this version', all, (verdict) =>
        verdict.kind === 'out of scope' ? [verdict.reason] : [],
      ),
      ...namesByReason('Excepted: points on which the tool behind the corpus differs', all, (verdict) =>
        verdict.kind === 'excepted' ? [verdict.reason] : [],
      ),
      ...namesByReason('Agree, and are', all, (verdict) => (verdict.kind === 'agrees' ? verdict.notes : [])),
      '',
      ...(passed + failed === 0 ? [`no case to compare below ${directory}`] : []),
      `${passed} passed, ${failed} failed`,
    ],
    exitCode: failed > 0 || passed === 0 ? 1 : 0,
  };
}

function judgeCorpus(corpus: Corpus, exceptions: readonly NamedException[]): JudgedCorpus {
  if (corpus.kind === 'unreadable') return { name: corpus.name, cases: [], unreadable: corpus.why };
  const cases = corpus.cases.map((one) => ({ one, verdict: judgeCase(one, exceptions) }));
  return { name: corpus.name, cases };
}

/** One line for a corpus, and one for each of its modes where it has several. */
function summariesOf({ name, cases }: JudgedCorpus): readonly string[] {
  const modes = [...new Set(cases.map(({ one }) => one.mode))].sort();
  const byMode = modes.map((mode) =>
    summaryOf(
      `  ${mode}`,
      cases.filter(({ one }) => one.mode === mode),
    ),
  );
  return [summaryOf(name, cases), ...(modes.length > 1 ? byMode : [])];
}

function summaryOf(name: string, cases: readonly JudgedCase[]): string {
  const compared = cases.filter(({ verdict }) => verdict.kind === 'agrees' || verdict.kind === 'disagrees');
  const agreeing = compared.filter(({ verdict }) => verdict.kind === 'agrees').length;
  const asked = compared.reduce((sum, { verdict }) => sum + ('asked' in verdict ? verdict.asked : 0), 0);
  const wrong = compared.reduce(
    (sum, { verdict }) => sum + (verdict.kind === 'disagrees' && verdict.asked > 0 ? verdict.disagreements.length : 0),
    0,
  );
  const count = (kind: Verdict['kind']): number => cases.filter(({ verdict }) => verdict.kind === kind).length;
  return [
    `${name}: ${agreeing} of ${compared.length} cases agree`,
    `${asked - wrong} of ${asked} probes`,
    `${count('out of scope')} out of scope`,
    `${count('excepted')} excepted`,
  ].join(', ');
}

function disagreementsOf({ name, cases, unreadable }: JudgedCorpus): readonly string[] {
  if (unreadable !== undefined) return ['', `${name}: cannot be read: ${unreadable}`];
  const disagreeing = cases.flatMap(({ one, verdict }) =>
    verdict.kind === 'disagrees' ? [{ one, disagreements: verdict.disagreements }] : [],
  );
  const shown = disagreeing
    .slice(0, SHOWN_CASES)
    .flatMap(({ one, disagreements }) => [
      '',
      `${name}: ${one.name}`,
      ...disagreements
        .slice(0, SHOWN_DISAGREEMENTS)
        .flatMap(({ text, steps }) => [`  ${text}`, ...steps.map((step) => `    ${step}`)]),
      ...more(disagreements.length - SHOWN_DISAGREEMENTS, 'disagreements', '  '),
    ]);
  const rest = disagreeing.slice(SHOWN_CASES).map(({ one }) => `${name}: ${one.name}`);
  return [...shown, ...(rest.length > 0 ? ['', ...rest] : [])];
}

function more(count: number, what: string, indent: string): readonly string[] {
  return count > 0 ? [`${indent}and ${count} more ${what}`] : [];
}

function namesByReason(
  title: string,
  cases: readonly JudgedCase[],
  reasonsOf: (verdict: Verdict) => readonly string[],
): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { one, verdict } of cases) {
    for (const reason of reasonsOf(verdict)) {
      names.set(reason, [...(names.get(reason) ?? []), `${one.corpus}/${one.name}`]);
    }
  }
  if (names.size === 0) return [];
  const groups = [...names].flatMap(([reason, group]) => [
    `  ${reason} (${group.length})`,
    ...group.map((name) => `    ${name}`),
  ]);
  return ['', `${title}:`, ...groups];
}
