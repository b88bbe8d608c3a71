import type { ReportedDoor, ReportedPossible } from '../../findings/report.ts';
import { doorState } from '../door-state.ts';
import { formatTraffic } from '../format-traffic.ts';
import { placeName } from './frames.ts';
import type { PageView } from './page-section.ts';
import { type Html, html, prose } from './safe-html.ts';

/** Rows of a table before it says what is left out. */
const MOST_ROWS = 500;

/** The doors from outside, one row each; nothing where there are none. */
export function doorTable(doors: readonly ReportedDoor[], { names, links }: PageView): Html {
  if (doors.length === 0) return html``;
  const rows = doors.map(
    (door) =>
      html`<tr><th scope="row">${prose(door.name)} <span class="quiet">${placeName(door.at, links)}</span></th><td><code>${names(door.to)}</code></td><td>${doorState(door)}</td><td>${prose(door.why ?? '')}</td></tr>`,
  );
  return folded('Doors from outside', ['Door', 'To', 'Ports of the pod', 'Why'], rows, 'connectivity');
}

/** What pods that could be created may do, one row for each kind of them, or where to see it. */
export function possibleTable(possible: readonly ReportedPossible[] | undefined, { names }: PageView): Html {
  if (possible === undefined) {
    return html`<p>What pods that could be created may do is left out here, because there are many workloads; <code>netpol-gate connectivity --possible PATH</code> lists it.</p>`;
  }
  if (possible.length === 0) return html``;
  const rows = possible.map((connection) => {
    const end = (id: string): Html =>
      id.startsWith('possible:') ? prose(connection.who) : html`<code>${names(id)}</code>`;
    const { from, to, allowed, undecided } = connection;
    const open = allowed.length === 0 ? undefined : formatTraffic(allowed);
    const unclear =
      undecided.length === 0
        ? undefined
        : html` <span class="undecided">? undecided: ${formatTraffic(undecided)}</span>`;
    return html`<tr><td>${end(from)}</td><td>${end(to)}</td><td>${open}${unclear}</td></tr>`;
  });
  return folded('Pods that could be created', ['From', 'To', 'Ports'], rows, 'connectivity --possible');
}

function folded(title: string, columns: readonly string[], rows: readonly Html[], command: string): Html {
  const head = html`<tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>`;
  const more = rows.length - MOST_ROWS;
  const rest =
    more > 0
      ? html`<p>${more} more rows are left out here; <code>netpol-gate ${command} --format json</code> lists all.</p>`
      : undefined;
  const table = html`<div class="wide"><table class="list"><thead>${head}</thead><tbody>${rows.slice(0, MOST_ROWS)}</tbody></table></div>`;
  return html`<details><summary>${title}: ${rows.length}</summary>${table}${rest}</details>`;
}
