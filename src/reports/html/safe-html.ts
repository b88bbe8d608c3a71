import { escapeHtml } from '../escape-html.ts';

/** Markup that may stand in a page as it is. Only {@link html} and what is made of it gives such. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[] | undefined;

/** Markup of ours with texts filled in: texts are escaped, markup stays, nothing is nothing. */
export function html(ours: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const filled = parts.map((part, index) => `${markupOf(part)}${ours[index + 1]}`);
  return { markup: `${ours[0]}${filled.join('')}` };
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('\n');
}

/** Our own style or script, which the content security policy knows by its hash. It must not end its element. */
export function verbatim(text: string): Html {
  if (/<\/|<!--|<script/i.test(text)) throw new Error('a text of ours would end the element that it stands in');
  return { markup: text };
}

/** Text of ours or of a finding, with the names that stand in backticks as code. */
export function prose(text: string): Html {
  const parts = text.split('`');
  // A backtick without its partner is a character like others.
  const last = parts.length % 2 === 0 ? parts.length - 2 : parts.length;
  const pieces = parts.map((part, index): Html => {
    if (index > last) return html`\`${part}`;
    return index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`;
  });
  return { markup: pieces.map(({ markup }) => markup).join('') };
}
