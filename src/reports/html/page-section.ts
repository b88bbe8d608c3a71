import type { EndpointNames } from '../endpoint-names.ts';
import type { Links } from '../links.ts';
import type { Html } from './safe-html.ts';

/** A part of the page with a heading; `id` is where links within the page lead. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/** What the texts of a page are drawn with. */
export interface PageView {
  readonly names: EndpointNames;
  readonly links: Links;
}
