import { severityOf } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import type { SpanRef } from '../source/source-ref.ts';
import { decodeDocument } from './decode-document.ts';
import { templateActionNear } from './detect-template.ts';
import type { ManifestDocument, ManifestFile } from './document.ts';
import { explainSyntaxError, tooDeep } from './explain-syntax-error.ts';
import { findRemarks } from './find-remarks.ts';
import { createLineIndex, type LineIndex } from './line-index.ts';
import { parseDocument, scanValue } from './parse-document.ts';
import type { Problem } from './problem.ts';
import { type DocumentText, splitDocuments } from './split-documents.ts';

/** What is known of a file beside its text. */
export interface FileContext {
  /** Whether the file is a template of a Helm chart, where every `{{` is an action, also inside quotes. */
  readonly belongsToChart: boolean;
}

/** Reads the documents of a file as kubectl does; never throws. A document with a mistake gives findings instead. */
export function readDocuments(
  file: string,
  text: string,
  context: FileContext = { belongsToChart: false },
): ManifestFile {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (context.belongsToChart && body.includes('{{')) return template(file, body, body.indexOf('{{'));
  const documents: ManifestDocument[] = [];
  const problems: Problem[] = [];
  let documentCount = 0;
  let isOfCrds = false;
  for (const [index, stretch] of splitDocuments(body).entries()) {
    const source = HELM_SOURCE.exec(body.slice(stretch.start, stretch.end))?.[1];
    // Helm names a file of `crds/` once, however many documents it has.
    if (source !== undefined) isOfCrds = OF_CRDS.test(source);
    const read = readStretch(body, stretch);
    if (read.action !== undefined) return template(file, body, read.action);
    problems.push(...read.problems);
    if (read.problems.length > 0) documentCount += 1;
    else if (read.value !== null) {
      documentCount += 1;
      documents.push({ file, document: index, value: read.value, ...(isOfCrds && { isOfCrds }) });
    }
  }
  const lines = problems.length === 0 ? undefined : createLineIndex(body);
  const findings = lines === undefined ? [] : problems.map((problem) => toFinding(file, problem, lines));
  const remarks = findRemarks(file, body);
  return { file, documents, documentCount, findings, ...(remarks.length > 0 && { remarks }) };
}

/** The comment that Helm puts above what it renders: the name of the chart, then the file in it. */
const HELM_SOURCE = /^\s*(?:---[^\n]*\n)?# Source: ([^\n]+)/;
const OF_CRDS = /^[^/]+\/(?:charts\/[^/]+\/)*crds\//;

interface Reading {
  readonly value: unknown;
  /** Offsets are those of the file. */
  readonly problems: readonly Problem[];
  /** Where a template action stands because of which the document cannot be read. */
  readonly action?: number;
}

function readStretch(body: string, stretch: DocumentText): Reading {
  const text = body.slice(stretch.start, stretch.end);
  const own = stretch.misplaced === undefined ? [] : [misplacedContent(stretch.misplaced)];
  // What is scanned has no mistake and no strange characters.
  const scanned = scanValue(text);
  if (scanned !== undefined) return { value: scanned, problems: own };
  const { value, problems } = parseStretch(text);
  if (problems.length === 0) return { value, problems: [...own, ...strangeCharacters(text, stretch.start)] };
  const action = templateActionNear(
    text,
    problems.map(({ start }) => start),
  );
  if (action !== undefined) return { value: null, problems: [], action: stretch.start + action };
  return {
    value: null,
    problems: [...own, ...firstMistakes(problems).map((problem) => shift(problem, stretch.start))],
  };
}

/** Everything wrong with the text of one document, in the order of the parser. */
function parseStretch(text: string): Pick<Reading, 'value' | 'problems'> {
  try {
    const { root, errors } = parseDocument(text);
    if (errors.length > 0) return { value: null, problems: errors.map((error) => explainSyntaxError(error, text)) };
    return decodeDocument(root);
  } catch {
    // The parser recurses; whatever else stops it, the document has not been read.
    return { value: null, problems: [tooDeep(0, Math.min(1, text.length))] };
  }
}

/** Mistakes of syntax drag others behind them, so only the first is reported; repeated keys stand for themselves. */
function firstMistakes(problems: readonly Problem[]): readonly Problem[] {
  const worst = problems.find(({ code }) => code === 'nesting-too-deep');
  if (worst !== undefined) return [worst];
  const first = problems.find(({ code }) => code === 'syntax-error');
  return problems
    .filter((problem) => problem === first || problem.code === 'duplicate-key')
    .slice(0, MOST_PER_DOCUMENT);
}

const MOST_PER_DOCUMENT = 10;

function misplacedContent(at: { readonly start: number; readonly end: number }): Problem {
  return {
    code: 'syntax-error',
    message: 'only a comment may stand behind `---` on its line',
    help: 'move the rest to the next line: kubectl refuses such a separator',
    start: at.start,
    end: at.end,
  };
}

// goyaml takes a lone carriage return and three characters of Unicode for line breaks, so a comment that ends in one
// hides nothing from kubectl; it drops a byte order mark and refuses control characters. The parser here does none of
// this.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const STRANGE = /\r(?!\n|$)|[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u2028\u2029\uFEFF\uFFFE\uFFFF]/;

function strangeCharacters(text: string, offset: number): readonly Problem[] {
  const match = STRANGE.exec(text);
  if (match === null) return [];
  const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return [
    {
      code: 'syntax-error',
      message: `the character U+${code} stands here, which kubectl reads as a line break or refuses`,
      help: `remove it, or write it as \`\\u${code}\` in double quotes`,
      start: offset + match.index,
      end: offset + match.index + 1,
    },
  ];
}

function shift(problem: Problem, offset: number): Problem {
  const { start, end, related } = problem;
  return {
    ...problem,
    start: start + offset,
    end: end + offset,
    ...(related && { related: { ...related, start: related.start + offset, end: related.end + offset } }),
  };
}

/** A line that gives the kind of a policy, or one that the template works out. */
const MAY_HOLD_A_POLICY = /^[\s-]*["']?kind["']?:\s*["']?(\{\{|\w*Polic)/m;

function template(file: string, body: string, action: number): ManifestFile {
  const lines = createLineIndex(body);
  const end = body.indexOf('}}', action);
  const line = lines.position(action).line;
  const stop = Math.min(end === -1 ? action + 2 : end + 2, lines.endOfLine(line));
  const finding: Finding = {
    code: 'unrendered-template',
    // A policy that nobody can see may admit what the others refuse: that is no matter for a warning.
    severity: MAY_HOLD_A_POLICY.test(body) ? 'error' : severityOf('unrendered-template'),
    message: `\`${file}\` is a template that has not been rendered, so nothing in it is judged`,
    help: `render it and judge the output (\`helm template … | netpol-gate check -m -\`), or leave it out with \`!/${file}\` under \`manifests\` if it has no bearing`,
    at: spanRef(file, lines, action, stop),
  };
  return { file, documents: [], documentCount: 0, findings: [finding], ignored: 'Helm template, not rendered' };
}

function toFinding(file: string, problem: Problem, lines: LineIndex): Finding {
  const { code, message, help, start, end, related } = problem;
  return {
    code,
    severity: severityOf(code),
    message,
    ...(help && { help }),
    at: spanRef(file, lines, start, end),
    ...(related && { related: [{ at: spanRef(file, lines, related.start, related.end), message: related.message }] }),
  };
}

function spanRef(file: string, lines: LineIndex, start: number, end: number): SpanRef {
  const from = lines.position(start);
  const to = lines.position(end);
  const span = { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  return { kind: 'span', file, span };
}
