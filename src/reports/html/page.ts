import type { Tone } from '../verdict.ts';
import { dataElement } from './data-element.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import type { PageSection } from './page-section.ts';
import { PAGE_STYLE } from './page-style.ts';
import { html, verbatim } from './safe-html.ts';
import { sha256 } from './sha256.ts';

/** What a page is made of. */
export interface PageParts {
  readonly title: string;
  readonly headline: string;
  /** The colour of the verdict, beside its word. */
  readonly tone: Tone;
  readonly word: string;
  readonly sections: readonly PageSection[];
  /** For the script; absent parts of it have no grid. */
  readonly data: readonly object[];
}

// Nothing may be loaded and nothing run but our own style and script; no text may become markup by way of the script.
function contentSecurityPolicy(): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${sha256(PAGE_STYLE)}'`,
    `script-src 'sha256-${sha256(PAGE_SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** The page as text. The same parts give the same bytes. */
export function page({ title, headline, tone, word, sections, data }: PageParts): string {
  const links = sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`);
  const parts = sections.map(
    ({ id, title: heading, body }) =>
      html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${heading}</h2>
${body}
</section>`,
  );
  const text = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: contentSecurityPolicy() }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}: ${headline}</title>
<style>${verbatim(PAGE_STYLE)}</style>
</head>
<body>
<header class="${tone}">
<h1>${title}</h1>
<p class="verdict"><strong>${word}</strong> ${headline}</p>
<nav aria-label="Parts of this page"><ul>${links}</ul></nav>
</header>
<main>
${parts}
</main>
<footer><p>netpol-gate judges manifests, without a cluster. What other manifests or a network plugin add is not seen.</p></footer>
${dataElement('matrices', data)}
<script>${verbatim(PAGE_SCRIPT)}</script>
</body>
</html>`;
  return `${text.markup}\n`;
}
