import { CATALOGUE, type FindingCode, isLint, type Severity } from '../findings/catalogue.ts';
import { FINDING_HELP } from './finding-help.ts';
import { docsPage, type Links, webAddress } from './links.ts';

/**
 * Findings that stand for an open door, by how wide: code scanning sorts alerts by it and can hold back a merge (from
 * 7.0 on it says "high"). The others are mistakes, which their level says enough about.
 */
const SECURITY_SEVERITY: Partial<Readonly<Record<FindingCode, string>>> = {
  'claim-fails': '8.0',
  'selects-everything': '8.0',
  'claim-undecided': '5.0',
  'peers-are-alternatives': '5.0',
};

/** What a code means, for the page that code scanning shows beside an alert. */
export function sarifRule(code: FindingCode, links: Links): object {
  const page = docsPage(code, links);
  const { title, severity } = CATALOGUE[code];
  const help = FINDING_HELP[code];
  const [meaning = title] = help.split('\n\n');
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: withoutMarks(meaning) },
    help: { text: withoutMarks(help), markdown: withLinks(help, links) },
    // The format takes no relative address here.
    ...(webAddress(page) !== undefined && { helpUri: page }),
    defaultConfiguration: { level: levelOf(severity) },
    properties: propertiesOf(code),
  };
}

function propertiesOf(code: FindingCode): object {
  const grade = SECURITY_SEVERITY[code];
  const tags = ['kubernetes', 'network-policy', ...(isLint(code) ? ['lint'] : []), ...(grade ? ['security'] : [])];
  return { tags, ...(grade !== undefined && { 'security-severity': grade }) };
}

/** The word of SARIF for a severity. */
export function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'notice' ? 'note' : severity;
}

const LINK = /\[([^\]]+)\]\(([^)]+)\)/g;

/** Markdown as text: fences, headings and links are for whoever draws them. */
function withoutMarks(markdown: string): string {
  return markdown
    .replace(/^```.*\n/gm, '')
    .replace(/\n```$/gm, '')
    .replace(/^## (.*)$/gm, '$1:')
    .replace(LINK, '$1');
}

/** Links lead from the page to its neighbours; where the pages are is known, or there are no links. */
function withLinks(markdown: string, links: Links): string {
  return markdown.replace(LINK, (_, text: string, target: string) => {
    const url = webAddress(/^https?:/.test(target) ? target : besides(target, links));
    return url === undefined ? text : `[${text}](${url})`;
  });
}

function besides(target: string, { home }: Links): string | undefined {
  if (home === undefined) return undefined;
  return target.startsWith('../') ? `${home}/docs/${target.slice(3)}` : `${home}/docs/findings/${target}`;
}
