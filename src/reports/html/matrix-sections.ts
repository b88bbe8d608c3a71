import type { ReportedMatrix } from '../../findings/report.ts';
import { doorTable, possibleTable } from './door-sections.ts';
import type { PageSection, PageView } from './page-section.ts';
import { type Html, html } from './safe-html.ts';

/** What can reach what, one section for each world. The script draws the grids; the controls are there for it. */
export function matrixSections(matrices: readonly ReportedMatrix[], view: PageView): readonly PageSection[] {
  return matrices.map((matrix, index) => ({
    id: `matrix-${index}`,
    title: matrices.length > 1 ? `What can reach what · ${titleOf(matrix, index)}` : 'What can reach what',
    body: html`${gridOf(matrix, index)}${doorTable(matrix.doors, view)}${possibleTable(matrix.possible, view)}`,
  }));
}

/** How the world of a matrix is called where there are several. */
function titleOf({ world, suites }: ReportedMatrix, index: number): string {
  return suites.length > 0 ? `${world} (${suites.join(', ')})` : `${world} ${index + 1}`;
}

const EXPLAIN = html`<code>netpol-gate explain 'SENTENCE' PATH</code> shows why a pair ends as it does, and <code>netpol-gate connectivity --format json PATH</code> lists every connection.`;

function gridOf({ leftOut, rows, unmarked }: ReportedMatrix, index: number): Html {
  if (leftOut !== undefined) {
    return html`<p class="notice"><strong>The matrix is left out:</strong> ${leftOut}. ${EXPLAIN}</p>`;
  }
  if (rows.length === 0) return html`<p class="notice">There is nobody to show: no workload was read.</p>`;
  const missing =
    unmarked.length === 0
      ? undefined
      : html`<p class="notice">Claims about too many pairs are not marked below: ${unmarked.map((claim) => html`<a href="#claim-${claim}">claim ${claim + 1}</a>`)}. ${EXPLAIN}</p>`;
  return html`${missing}<noscript><p class="notice">The matrix needs the script of this page. ${EXPLAIN}</p></noscript>
<div class="matrix" data-matrix="${index}" hidden>
${CONTROLS}
<p class="quiet" id="keys-${index}">Rows send, columns receive. Arrows move, Enter folds a namespace or explains a pair, Escape closes, / searches.</p>
<p class="count" role="status"></p>
<div class="scroller"><table role="grid" aria-label="What can reach what: rows from, columns to" aria-describedby="keys-${index}"></table></div>
${LEGEND}
<aside class="panel" role="region" aria-label="Explanation" tabindex="-1" hidden></aside>
</div>`;
}

const CONTROLS = html`<div class="controls" role="search" aria-label="Filter of the matrix">
<label>From <input type="search" data-filter="from" placeholder="name, label or address" autocomplete="off" spellcheck="false"></label>
<label>To <input type="search" data-filter="to" placeholder="name, label or address" autocomplete="off" spellcheck="false"></label>
<label>Pairs <select data-filter="pairs"></select></label>
<span class="buttons"><button type="button" data-action="open">Unfold all</button> <button type="button" data-action="fold">Fold all</button> <button type="button" data-action="clear">Clear</button></span>
</div>`;

const LEGEND = html`<ul class="legend" aria-label="What cells say">
<li><span class="cell open">5432/tcp</span> allowed on these ports</li>
<li><span class="cell closed">refused</span> nothing gets through</li>
<li><span class="cell unclear">? undecided</span> the manifests do not say</li>
<li><span class="cell open">door open</span> from outside through a Service, Ingress or route; not directly</li>
<li><span class="cell none">not judged</span> no policy speaks of it</li>
<li><span class="badge holds">✓ holds</span> <span class="badge fails">✗ fails</span> <span class="badge undecided">? undecided</span> what claims come to for the pair</li>
</ul>`;
