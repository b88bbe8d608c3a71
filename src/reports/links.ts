import type { FindingCode } from '../findings/catalogue.ts';
import type { Place } from '../source/place.ts';
import { isInFile } from './claim-places.ts';
import { escapeHtml } from './escape-html.ts';
import { visibleText } from './visible-text.ts';

/** Where a report's links lead; whatever is missing is shown without a link. */
export interface Links {
  /** E.g. `https://github.com`. */
  readonly server?: string;
  /** `owner/name`. */
  readonly repository?: string;
  /** The commit that the lines are counted in. */
  readonly sha?: string;
  /** The commit that the change starts from; lines of rules that are gone are counted in it. */
  readonly baseSha?: string;
  readonly runUrl?: string;
  /** The folder that this version of the gate has its `docs` in, e.g. `https://github.com/octo/gate/blob/v1`. */
  readonly home?: string;
  /** First line of the comment, from {@link commentMarker}. */
  readonly marker?: string;
}

/** Longest link that is worth its room; paths are data from a pull request and may be absurd. */
const LONGEST_URL = 1200;

/** The hidden first line by which the gate finds its own comment again. */
export function commentMarker(key: string): string {
  // `--` could close the comment, and so could `>` at its start.
  const shown = visibleText(key).replace(/[%"<>]|-(?=-)|-$/g, (character) => percent(character));
  return `<!-- netpol-gate key="${shown}" -->`;
}

/** A permanent link to a line, or nothing where there is no such thing. */
export function permalink(place: Place, { server, repository, sha }: Links): string | undefined {
  if (!isWebAddress(server) || !repository || !sha || !isInFile(place)) return undefined;
  const lines = place.span ? `#L${place.span.line}` : '';
  const url = `${server.replace(/\/+$/, '')}/${path(repository)}/blob/${segment(sha)}/${path(place.file)}${lines}`;
  return url.length > LONGEST_URL ? undefined : url;
}

/** Where a finding is explained: the address of its page where there is one, else the command that shows it. */
export function docsPage(code: FindingCode, { home }: Links): string {
  const folder = webAddress(home);
  return folder === undefined ? `netpol-gate help ${code}` : `${folder}/docs/findings/${code}.md`;
}

/** An address as the target of a Markdown link; nothing where it is not a plain web address. */
export function webAddress(url: string | undefined): string | undefined {
  if (!isWebAddress(url) || url.length > LONGEST_URL) return undefined;
  return url.replace(/[^\w\-.~:/?#@&=+%]/g, segment);
}

/** A path as it stands in an address, each segment percent-encoded. */
export function path(text: string): string {
  return text.split('/').map(segment).join('/');
}

/** Text in `<code>` for places where Markdown is not read, e.g. `<summary>`. */
export function htmlCode(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\/[^\s]+$/.test(url);
}

// `encodeURIComponent` leaves `!'()*`, of which brackets would end a Markdown link; it throws on lone surrogates.
function segment(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replace(/[!'()*]/g, percent);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
