/** What of a GitHub Markdown text is not code, and what a careless writer left open. */
export interface MarkdownSurvey {
  /** All text a reader's browser would treat as markup: outside fences and code spans, HTML blocks whole. */
  readonly outsideCode: string;
  /** A fence that is never closed swallows the rest of the page. */
  readonly openFence: boolean;
  /** `<details>` without `</details>`; negative where there are more ends than starts. */
  readonly openDetails: number;
  /** Table rows whose number of cells differs from that of their header. */
  readonly brokenRows: readonly string[];
}

// CommonMark's HTML blocks of kinds 2 and 6, as far as reports use them: markup until the next blank line.
const htmlBlock =
  /^ {0,3}(?:<!--|<\/?(?:details|summary|table|div|p|h[1-6]|ul|ol|li|br|hr|picture|center)(?:[\s/>]|$))/i;
const fenceStart = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const delimiterRow = /^ {0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** Reads Markdown closely enough to tell code from markup; where in doubt, it takes text for markup. */
export function surveyMarkdown(markdown: string): MarkdownSurvey {
  const blocks = splitBlocks(markdown.split(/\r\n|\r|\n/));
  const surveys = blocks.map((block) => (block.kind === 'prose' ? surveyProse(block.lines) : surveyBlock(block)));
  const outsideCode = surveys.map(({ outside }) => outside).join('\n');
  const count = (pattern: RegExp): number => outsideCode.match(pattern)?.length ?? 0;
  return {
    outsideCode,
    openFence: blocks.some(({ kind }) => kind === 'open fence'),
    openDetails: count(/<details[\s>]/gi) - count(/<\/details>/gi),
    brokenRows: surveys.flatMap(({ brokenRows }) => brokenRows),
  };
}

interface Block {
  readonly kind: 'fence' | 'open fence' | 'html' | 'prose';
  readonly lines: readonly string[];
}

interface BlockSurvey {
  readonly outside: string;
  readonly brokenRows: readonly string[];
}

function splitBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (let start = 0; start < lines.length; ) {
    const first = lines[start] ?? '';
    const fence = fenceStart.exec(first)?.[1];
    const kind = fence !== undefined ? 'fence' : htmlBlock.test(first) ? 'html' : 'prose';
    const ends = (line: string): boolean => {
      if (fence !== undefined) return closesFence(line, fence);
      return line.trim() === '' || (kind === 'prose' && (htmlBlock.test(line) || fenceStart.test(line)));
    };
    const length = lines.slice(start + 1).findIndex(ends);
    const end = length < 0 ? lines.length : start + 1 + length;
    blocks.push({ kind: kind === 'fence' && length < 0 ? 'open fence' : kind, lines: lines.slice(start, end) });
    start = kind === 'fence' ? end + 1 : end;
  }
  return blocks;
}

function surveyBlock({ kind, lines }: Block): BlockSurvey {
  return { outside: kind === 'html' ? lines.join('\n') : '', brokenRows: [] };
}

function surveyProse(lines: readonly string[]): BlockSurvey {
  const delimiter = lines.findIndex((line, index) => index > 0 && line.includes('|') && delimiterRow.test(line));
  if (delimiter < 0) return { outside: withoutCodeSpans(lines.join('\n')), brokenRows: [] };
  // In a table a row is cut at unescaped bars first, so that no code span reaches over a cell's end.
  const rows = lines.slice(delimiter - 1);
  const width = splitCells(lines[delimiter] ?? '').length;
  return {
    outside: [
      withoutCodeSpans(lines.slice(0, delimiter - 1).join('\n')),
      ...rows.flatMap(splitCells).map(withoutCodeSpans),
    ].join('\n'),
    brokenRows: rows.filter((row) => splitCells(row).length !== width),
  };
}

function closesFence(line: string, fence: string): boolean {
  const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return closing !== undefined && closing[0] === fence[0] && closing.length >= fence.length;
}

function splitCells(row: string): readonly string[] {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/);
}

// A run of backticks opens a code span if a run of the same length follows; a backslash before it makes it text.
function withoutCodeSpans(text: string): string {
  let outside = '';
  for (let index = 0; index < text.length; ) {
    if (text[index] === '\\') {
      outside += text.slice(index, index + 2);
      index += 2;
      continue;
    }
    const run = /^`+/.exec(text.slice(index))?.[0];
    const end = run === undefined ? -1 : endOfSpan(text, index + run.length, run.length);
    if (run !== undefined && end >= 0) {
      outside += ' ';
      index = end;
    } else {
      outside += run ?? text[index];
      index += run?.length ?? 1;
    }
  }
  return outside;
}

function endOfSpan(text: string, from: number, length: number): number {
  for (const match of text.slice(from).matchAll(/`+/g)) {
    if (match[0].length === length) return from + match.index + length;
  }
  return -1;
}
