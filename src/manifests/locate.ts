import type { Excerpt, Place } from '../source/place.ts';
import type { PathRef, SourceRef, Span } from '../source/source-ref.ts';
import { type FoundNode, findNode } from './find-node.ts';
import { findSecrets } from './find-secrets.ts';
import { createLineIndex, type LineIndex } from './line-index.ts';
import { offsetsInScalar } from './offsets-in-scalar.ts';
import { type ParsedDocument, parseDocument, parseFully } from './parse-document.ts';
import { type DocumentText, splitDocuments } from './split-documents.ts';
import type { YamlNode } from './yaml-node.ts';

/** Lines shown before and after a span. */
const CONTEXT = 2;
/** Lines of a long span that are shown. */
const MOST_LINES = 8;
const LONGEST_LINE = 2000;

interface SourceFile {
  readonly text: string;
  readonly lines: LineIndex;
  readonly documents: readonly DocumentText[];
  readonly parsed: Map<number, ParsedDocument | undefined>;
  /** Lines that hold what a Secret keeps; undefined: nobody has looked yet. */
  secretLines?: ReadonlySet<number>;
}

/** Makes a function that finds where references point; parses a document once, and only when it is pointed into. */
export function createLocator(read: (file: string) => string | undefined): (ref: SourceRef) => Place {
  const files = new Map<string, SourceFile | undefined>();
  const open = (file: string): SourceFile | undefined => {
    if (!files.has(file)) files.set(file, openSource(read(file)));
    return files.get(file);
  };
  return (ref) => {
    const source = open(ref.file);
    const span = ref.kind === 'span' ? ref.span : source && locatePath(source, ref);
    if (span === undefined) return { file: ref.file };
    return { file: ref.file, span, ...excerptOf(source, span) };
  };
}

function openSource(text: string | undefined): SourceFile | undefined {
  if (text === undefined) return undefined;
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return { text: body, lines: createLineIndex(body), documents: splitDocuments(body), parsed: new Map() };
}

function locatePath(source: SourceFile, ref: PathRef): Span | undefined {
  const stretch = source.documents[ref.document];
  if (stretch === undefined) return undefined;
  const parsed = parseOnce(source, ref.document, stretch);
  const found = parsed && findNode(parsed.root, ref.path);
  const [start, end] = (found && rangeOf(source, stretch, ref, found)) ?? firstLine(source, stretch);
  const from = source.lines.position(start);
  const to = source.lines.position(end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

function parseOnce(source: SourceFile, index: number, stretch: DocumentText): ParsedDocument | undefined {
  if (!source.parsed.has(index))
    source.parsed.set(
      index,
      orNothing(() => parseDocument(source.text.slice(stretch.start, stretch.end))),
    );
  return source.parsed.get(index);
}

function orNothing(parse: () => ParsedDocument): ParsedDocument | undefined {
  try {
    return parse();
  } catch {
    // Nested too deeply for the parser: the place is then the document.
    return undefined;
  }
}

type Range = readonly [start: number, end: number];

/** The stretch of the file to underline, or `undefined` where the document says nothing there. */
function rangeOf(source: SourceFile, stretch: DocumentText, ref: PathRef, found: FoundNode): Range | undefined {
  const key = found.key && wholeRange(source, stretch, found.key);
  const value = found.value && valueRange(source, stretch, found.value);
  // An empty value cannot be underlined, and a missing one is missing below the key.
  if (!found.complete || value === undefined || value[0] === value[1]) return key ?? value;
  const part = ref.part ?? 'value';
  if (part === 'value' || key === undefined) return within(source, found.value, value, ref) ?? value;
  // The value of an alias stands elsewhere.
  return part === 'key' || value[0] < key[1] ? key : [key[0], value[1]];
}

/** Scalars whole; of mappings and lists only the first line, so that code frames stay small. */
function valueRange(source: SourceFile, stretch: DocumentText, node: YamlNode): Range {
  const [start, end] = wholeRange(source, stretch, node);
  if (node.kind === 'scalar') return [start, end];
  return [start, Math.max(start, Math.min(end, source.lines.endOfLine(source.lines.position(start).line)))];
}

function wholeRange(source: SourceFile, stretch: DocumentText, node: YamlNode): Range {
  const start = stretch.start + node.start;
  const end = stretch.start + node.end;
  return [start, start + source.text.slice(start, end).trimEnd().length];
}

function within(source: SourceFile, node: YamlNode | undefined, [start, end]: Range, ref: PathRef): Range | undefined {
  if (ref.within === undefined || node?.kind !== 'scalar') return undefined;
  const offsets = offsetsInScalar(source.text.slice(start, end), node);
  const from = offsets?.[ref.within.start];
  const to = offsets?.[ref.within.end];
  return from === undefined || to === undefined || from >= to ? undefined : [start + from, start + to];
}

/** The first line of a document that says something. */
function firstLine(source: SourceFile, stretch: DocumentText): Range {
  const text = source.text.slice(stretch.start, stretch.end);
  const line = /^(?!---|%|[ \t]*(?:#|\r?$)).*$/m.exec(text);
  const start = stretch.start + (line?.index ?? 0) + (/^[ \t]*/.exec(line?.[0] ?? '')?.[0].length ?? 0);
  return [start, Math.min(source.lines.endOfLine(source.lines.position(start).line), stretch.end)];
}

/** The lines of a span and around it. What a Secret keeps is never among them: reports go to logs and comments. */
function excerptOf(source: SourceFile | undefined, span: Span): { readonly excerpt?: Excerpt } {
  if (source === undefined) return {};
  const { lines } = source;
  source.secretLines ??= secretLinesOf(source);
  if (source.secretLines.has(span.line)) return {};
  const lastLine = span.endColumn === 1 && span.endLine > span.line ? span.endLine - 1 : span.endLine;
  const count = lines.count > 1 && lines.line(lines.count) === '' ? lines.count - 1 : lines.count;
  const firstLine = Math.max(1, Math.min(span.line - CONTEXT, count));
  const last = Math.min(lastLine, span.line + MOST_LINES - 1, count) + CONTEXT;
  const shown: string[] = [];
  for (let line = firstLine; line <= Math.min(last, count); line += 1) {
    shown.push(source.secretLines.has(line) ? '…' : cut(lines.line(line)));
  }
  return { excerpt: { firstLine, lines: shown } };
}

function secretLinesOf(source: SourceFile): ReadonlySet<number> {
  const found = new Set<number>();
  for (const stretch of source.documents) {
    const text = source.text.slice(stretch.start, stretch.end);
    for (const [start, end] of findSecrets(text, () => orNothing(() => parseFully(text)))) {
      const last = source.lines.position(stretch.start + Math.max(start, end - 1)).line;
      for (let line = source.lines.position(stretch.start + start).line; line <= last; line += 1) found.add(line);
    }
  }
  return found;
}

function cut(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE - 1)}…` : line;
}
