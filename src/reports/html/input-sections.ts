import type { LedgerEntry } from '../../findings/ledger.ts';
import type { ReportedFinding, SuppressedFinding } from '../../findings/report.ts';
import type { Links } from '../links.ts';
import { ledgerLine } from '../text-blocks.ts';
import { countFindings, isAboutChange } from '../verdict.ts';
import { definitions } from './claim-sections.ts';
import { block, docsLink, frame } from './frames.ts';
import type { PageSection } from './page-section.ts';
import { type Html, html, prose } from './safe-html.ts';

/** What is wrong with files, manifests and suites, in full; nothing where nothing is. */
export function findingSections(
  findings: readonly ReportedFinding[],
  suppressed: readonly SuppressedFinding[],
  links: Links,
): readonly PageSection[] {
  const change = findings.filter(isAboutChange);
  const input = findings.filter((finding) => !isAboutChange(finding));
  return [...changeFindings(change, links), ...inputFindings(input, suppressed, links)];
}

function changeFindings(findings: readonly ReportedFinding[], links: Links): readonly PageSection[] {
  if (findings.length === 0) return [];
  const told = findings.map((finding) => findingItem(finding, finding.severity, links));
  const body = html`<p>${countFindings(findings)}</p><ul class="claims">${told}</ul>`;
  return [{ id: 'refused-change', title: 'Findings about the change', body }];
}

function inputFindings(
  findings: readonly ReportedFinding[],
  suppressed: readonly SuppressedFinding[],
  links: Links,
): readonly PageSection[] {
  if (findings.length === 0 && suppressed.length === 0) return [];
  const told = findings.map((finding) => findingItem(finding, finding.severity, links));
  const hidden = suppressed.map((finding) => findingItem(finding, 'suppressed', links, finding.reason));
  const counted = countFindings(findings) || 'nothing but what comments in manifests suppress';
  const body = html`<p>${counted}</p><ul class="claims">${told}</ul>`;
  const rest =
    hidden.length === 0
      ? undefined
      : html`<details><summary>Suppressed by comments in manifests: ${hidden.length}</summary><ul class="claims">${hidden}</ul></details>`;
  return [{ id: 'findings', title: 'Findings about the input', body: html`${body}${rest}` }];
}

const SYMBOLS = { error: '✗', warning: '!', notice: 'i', suppressed: '~' } as const;

function findingItem(
  { code, message, at, related, help, example }: ReportedFinding,
  look: keyof typeof SYMBOLS,
  links: Links,
  reason?: string,
): Html {
  const frames = [
    ...(at ? [frame(at, '', 'main', links)] : []),
    ...related.map((place) => frame(place.at, place.message, 'other', links)),
  ];
  const facts = definitions([
    ['suppressed because', reason === undefined ? undefined : html`${reason}`],
    ['help', help === undefined ? undefined : prose(help)],
    ['example', example === undefined ? undefined : block(example)],
    ['docs', docsLink(code, links)],
  ]);
  const badge = html`<span class="badge ${look}">${SYMBOLS[look]} ${look}</span>`;
  return html`<li><div class="claim-head">${badge} <code>${code}</code></div><p>${prose(message)}</p>${frames}${facts}</li>`;
}

/** What is to be known about all verdicts, once. */
export function noteSections(notes: readonly string[]): readonly PageSection[] {
  if (notes.length === 0) return [];
  return [{ id: 'notes', title: 'Notes', body: html`<ul>${notes.map((note) => html`<li>${prose(note)}</li>`)}</ul>` }];
}

const listed = (items: readonly Html[]): Html => (items.length === 0 ? html`–` : html`<ul>${items}</ul>`);

/** What became of every file. */
export function ledgerSection(inputs: readonly LedgerEntry[]): PageSection {
  const rows = inputs.map(({ file, documents, used, ignored }) => {
    const left = ignored.map(({ what, why }) => html`<li>${what}: ${why}</li>`);
    const taken = used.map((id) => html`<li><code>${id}</code></li>`);
    return html`<tr><th scope="row"><code>${file}</code></th><td>${documents}</td><td>${listed(taken)}</td><td>${listed(left)}</td></tr>`;
  });
  const head = html`<tr><th scope="col">File</th><th scope="col">Documents</th><th scope="col">Used</th><th scope="col">Ignored, and why</th></tr>`;
  const table = html`<div class="wide"><table class="list"><thead>${head}</thead><tbody>${rows}</tbody></table></div>`;
  return {
    id: 'files',
    title: 'Files that were read',
    body: html`<details><summary>${ledgerLine(inputs)}</summary>${table}</details>`,
  };
}
