import { visibleLine } from './visible-text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for the content or a quoted attribute of HTML and XML; always one line. */
export function escapeHtml(text: string): string {
  return (
    visibleLine(text)
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
      // The runner takes `##[` for a command wherever it stands, also in a report printed to the log.
      .replaceAll('##[', '#&#35;[')
  );
}
