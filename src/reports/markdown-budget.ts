/** A part of a Markdown report. Each is whole by itself: what it opens it closes. */
export interface Section {
  readonly text: string;
  /** The lower, the earlier it is left out for want of room; absent: it stays. */
  readonly dropFirst?: number;
  /** What is left out with it, for the line that says so. */
  readonly name?: string;
}

/** How much a text may take up. */
export interface Budget {
  readonly most: number;
  readonly sizeOf: (text: string) => number;
}

/** A comment's size is counted in UTF-16 units; GitHub takes 65,536 and counts some characters twice. */
export const COMMENT_BUDGET: Budget = { most: 60_000, sizeOf: (text) => text.length };

/** A job summary's size is counted in bytes; over 1 MiB the runner drops all of it. */
export const SUMMARY_BUDGET: Budget = { most: 900 * 1024, sizeOf: utf8Length };

/** The sections that fit, in their order, with a line that names what was left out. */
export function fitSections(sections: readonly Section[], budget: Budget, elsewhere: string): string {
  let kept = sections.filter(({ text }) => text !== '');
  const dropped: string[] = [];
  for (;;) {
    const text = join(kept, dropped, elsewhere);
    const next = kept
      .filter(({ dropFirst }) => dropFirst !== undefined)
      .sort((a, b) => (a.dropFirst ?? 0) - (b.dropFirst ?? 0))[0];
    if (budget.sizeOf(text) <= budget.most || !next) return text;
    kept = kept.filter((section) => section !== next);
    if (next.name !== undefined && !dropped.includes(next.name)) dropped.push(next.name);
  }
}

function join(sections: readonly Section[], dropped: readonly string[], elsewhere: string): string {
  const left = dropped.length > 0 ? [`Left out for want of room: ${dropped.join(', ')}. ${elsewhere}`] : [];
  return `${[...sections.map(({ text }) => text), ...left].join('\n\n')}\n`;
}

/** Bytes of the text as UTF-8; a lone surrogate counts as the three bytes of its replacement. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
