import type { FindingCode } from '../../findings/catalogue.ts';
import type { Place } from '../../source/place.ts';
import { placeLabel } from '../claim-places.ts';
import { codeFrame, type FrameLine } from '../code-frame.ts';
import { docsPage, type Links, permalink, webAddress } from '../links.ts';
import { type Html, html } from './safe-html.ts';

/** A code frame; `main` frames show what to change, the others what it goes against. */
export function frame(place: Place, label: string, role: 'main' | 'other', links: Links): Html {
  const lines = drawnLines(place, label, role === 'main' ? '^' : '-');
  const rows = lines.map(({ kind, gutter, text }) => frameLine(kind === 'mark' ? role : 'source', gutter, text));
  const drawn = rows.length === 0 ? undefined : html`<pre class="frame">${rows}</pre>`;
  return html`<figure><figcaption>${placeName(place, links)}</figcaption>${drawn}</figure>`;
}

/** The lines of a frame below the name of its place, without the empty line that a terminal has between them. */
export function drawnLines(place: Place, label: string, mark: string): readonly FrameLine[] {
  return codeFrame(place, label, mark).filter(
    ({ kind, text }, index) => kind !== 'place' && !(index === 1 && text === ''),
  );
}

function frameLine(look: string, gutter: string, text: string): Html {
  return html`<span class="${look}"><span class="gutter">${gutter}</span> ${text}</span>`;
}

/** Where something stands: a link to the line where the report knows one. */
export function placeName(place: Place, links: Links): Html {
  const address = permalink(place, links);
  const label = html`<code>${placeLabel(place)}</code>`;
  return address === undefined ? label : html`<a href="${address}" rel="noreferrer">${label}</a>`;
}

/** Lines of text as they are. */
export function block(text: string): Html {
  const lines = text.replace(/\n+$/, '').split('\n');
  return html`<pre class="frame">${lines.map((line) => html`<span class="source">${line.replaceAll('\t', '  ')}</span>`)}</pre>`;
}

/** Where a finding is explained: a link where there is an address, else the command that shows it. */
export function docsLink(code: FindingCode, links: Links): Html {
  const page = docsPage(code, links);
  const label = html`<code>${page}</code>`;
  const address = webAddress(page);
  return address === undefined ? label : html`<a href="${address}" rel="noreferrer">${label}</a>`;
}
