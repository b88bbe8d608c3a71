import type { ExplainedPair, ExplainReport, WalkStep } from '../../findings/report.ts';
import { formatTraffic } from '../format-traffic.ts';
import { countOf } from '../verdict.ts';
import { frame } from './frames.ts';
import type { PageSection, PageView } from './page-section.ts';
import { type Html, html, prose } from './safe-html.ts';

/** The walk through every tier of every layer on both sides, pair by pair. */
export function explainedSection({ pairs, omitted }: ExplainReport, view: PageView): PageSection {
  const rest = omitted === 0 ? undefined : html`<p>and ${countOf(omitted, 'more pair')} not shown</p>`;
  const body =
    pairs.length === 0 ? html`<p>There is no pair to explain.</p>` : html`${pairs.map((pair) => walked(pair, view))}`;
  return { id: 'explained', title: 'Why', body: html`${body}${rest}` };
}

function walked(pair: ExplainedPair, view: PageView): Html {
  const outcomes = (['allowed', 'denied', 'undecided'] as const)
    .filter((word) => pair[word].length > 0)
    .map((word) => html`<li><strong class="${word}">${word}</strong> ${formatTraffic(pair[word])}</li>`);
  const sides = pair.sides.map(
    ({ layer, direction, subject, steps }) =>
      html`<h4>${direction} of <code>${view.names(subject)}</code> <span class="quiet">· ${layer}</span></h4>
<ol class="steps">${steps.map((step) => stepItem(step, view))}</ol>`,
  );
  const head = html`<h3><code>${view.names(pair.from)}</code> → <code>${view.names(pair.to)}</code></h3>`;
  const same =
    pair.alike.length === 0
      ? undefined
      : html`<p class="quiet">the same with ${pair.alike.map(view.names).join(', ')}</p>`;
  return html`${head}${same}<ul class="outcomes">${outcomes}</ul>${sides}`;
}

function stepItem({ tier, outcome, traffic, text, doubt, at }: WalkStep, { links }: PageView): Html {
  const part = traffic.length === 0 ? undefined : html` ${formatTraffic(traffic)}:`;
  const open = doubt === undefined ? undefined : html`<p class="undecided">? in doubt: ${prose(doubt)}</p>`;
  const head = html`<span class="quiet">${tier}</span> <strong class="step ${outcome.replace(' ', '-')}">${outcome}</strong>${part} ${prose(text)}`;
  return html`<li>${head}${open}${at && frame(at, '', 'other', links)}</li>`;
}
