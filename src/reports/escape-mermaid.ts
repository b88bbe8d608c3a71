import { clip, visibleLine } from './visible-text.ts';

/** Longest label of a node or an edge; the table beside the graph has the whole text. */
const LONGEST_LABEL = 60;

/**
 * Text for a quoted label of a Mermaid graph. All but letters, digits and a few signs become Mermaid's own entities, so
 * that no label ends its quotes, starts a directive (`%%{`) or is read as Markdown or HTML.
 */
export function escapeMermaid(text: string): string {
  const shown = clip(visibleLine(text), LONGEST_LABEL);
  return shown === ''
    ? '#40;empty#41;'
    : shown.replace(/[^\p{L}\p{N} .,/:→·?…-]/gu, entity).replace(/^(\d+)\./, '$1#46;');
}

function entity(character: string): string {
  return `#${character.codePointAt(0) ?? 0};`;
}
