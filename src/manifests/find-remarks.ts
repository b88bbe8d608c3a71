import { createLineIndex } from './line-index.ts';
import { parseDocument } from './parse-document.ts';
import type { Remark } from './remark.ts';
import { splitDocuments } from './split-documents.ts';
import type { YamlNode } from './yaml-node.ts';

/** What a comment for the gate begins with; `#` begins a comment only at the start of a line or after a blank. */
const CANDIDATE = /(?<=^|[ \t])#[ \t]*netpol-gate(?::|[ \t]+ignore\b).*$/gim;

/** A part of every candidate, which is found faster. */
const MENTION = /#[ \t]*netpol-gate/i;

type Range = readonly [start: number, end: number];

/** The comments of a file that speak to the gate. A document with a mistake of syntax has none. */
export function findRemarks(file: string, text: string): readonly Remark[] {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  // Most files have none, and need no second parse.
  if (!MENTION.test(body)) return [];
  const lines = createLineIndex(body);
  return splitDocuments(body).flatMap(({ start, end }, document) =>
    commentsIn(body.slice(start, end)).map(([from, to]): Remark => {
      const { line, column } = lines.position(start + from);
      const standsAlone =
        lines
          .line(line)
          .slice(0, column - 1)
          .trim() === '';
      const subject = standsAlone
        ? lineBelow(line, (number) => (number <= lines.count ? lines.line(number) : undefined))
        : line;
      return {
        file,
        document,
        text: body.slice(start + from, start + to),
        line,
        column,
        ...(subject !== undefined && { subjectLine: subject }),
        isAboveDocument: saysNothing(body.slice(start, start + from)),
      };
    }),
  );
}

/** Candidates that lie in no scalar: outside of those, a `#` after a blank begins a comment and nothing else. */
function commentsIn(text: string): readonly Range[] {
  const scalars = scalarsOf(text);
  if (scalars === undefined) return [];
  return [...text.matchAll(CANDIDATE)]
    .map((match): Range => [match.index, match.index + match[0].trimEnd().length])
    .filter(([start]) => !isIn(scalars, start) && !isInsideComment(text, start, scalars));
}

function isIn(ranges: readonly Range[], offset: number): boolean {
  return ranges.some(([first, last]) => first <= offset && offset < last);
}

/** Whether a comment has begun before, on the same line: what is quoted in one does not count. */
function isInsideComment(text: string, offset: number, scalars: readonly Range[]): boolean {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(line, offset).matchAll(/(?<=^|[ \t])#/g);
  return [...before].some(({ index }) => !isIn(scalars, line + index));
}

function scalarsOf(text: string): readonly Range[] | undefined {
  try {
    const { root, errors } = parseDocument(text);
    return errors.length > 0 ? undefined : scalarsBelow(root);
  } catch {
    // Nested too deeply for the parser, which is a finding of its own.
    return undefined;
  }
}

function scalarsBelow(node: YamlNode | undefined): readonly Range[] {
  switch (node?.kind) {
    case 'scalar':
      return [[node.start, node.end]];
    case 'list':
      return node.items.flatMap(scalarsBelow);
    case 'map':
      return node.pairs.flatMap(({ key, value }) => [...scalarsBelow(key), ...scalarsBelow(value)]);
    default:
      return [];
  }
}

/** The next line that is no comment; a blank line ends the search. */
function lineBelow(line: number, textOf: (line: number) => string | undefined): number | undefined {
  for (let below = line + 1; ; below += 1) {
    const text = textOf(below)?.trim();
    if (text === undefined || text === '' || text.startsWith('---')) return undefined;
    if (!text.startsWith('#')) return below;
  }
}

function saysNothing(text: string): boolean {
  return text.split('\n').every((line) => /^(?:---)?\s*(?:#.*)?$|^%/.test(line.trimEnd()));
}
