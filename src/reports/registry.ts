import type { Report } from '../findings/report.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import type { Links } from './links.ts';
import { renderSummary } from './markdown.ts';
import { renderMermaid } from './mermaid.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';
import type { TextOptions } from './text-blocks.ts';

/** The forms in which a report can be had. */
export type Format = 'text' | 'json' | 'markdown' | 'sarif' | 'junit' | 'mermaid' | 'html';

/** What a form may depend on beside the report; each takes what concerns it. */
export interface ReporterOptions extends TextOptions {
  readonly links: Links;
}

/** Report → string, one for each form. */
export const REPORTERS: Readonly<Record<Format, (report: Report, options: ReporterOptions) => string>> = {
  text: renderText,
  json: renderJson,
  markdown: (report, { links }) => renderSummary(report, links),
  sarif: (report, { links }) => renderSarif(report, links),
  junit: renderJunit,
  mermaid: renderMermaid,
  html: (report, { links }) => renderHtml(report, links),
};
