import type { CheckReport, ClaimReport, ExplainReport, Reason } from '../../findings/report.ts';
import { codeOf, framesOf, furtherPlaces, reasonsOf } from '../claim-places.ts';
import { claimsBySuite } from '../claims-by-suite.ts';
import { formatTraffic } from '../format-traffic.ts';
import { countClaims, countOf, countPairs, isInQuestion, STATUS_SYMBOLS } from '../verdict.ts';
import { docsLink, frame, placeName } from './frames.ts';
import type { PageSection, PageView } from './page-section.ts';
import { type Html, html, prose } from './safe-html.ts';

/** The claims of every suite: those in question first and in full, the others in a line each. */
export function claimSections(report: CheckReport, view: PageView): readonly PageSection[] {
  const numbers = new Map(report.claims.map((claim, index) => [claim, index]));
  const suites = claimsBySuite(report).map(({ suite, claims }) => {
    const origin = suite.file === '-e' ? 'command line' : suite.file;
    const ordered = [...claims.filter(isInQuestion), ...claims.filter((claim) => !isInQuestion(claim))];
    const items = ordered.map((claim) => claimItem(claim, `claim-${numbers.get(claim)}`, view));
    const list = items.length === 0 ? html`<p>no claims</p>` : html`<ul class="claims">${items}</ul>`;
    const where = html`<span class="quiet"><code>${origin}</code> · ${suite.world}</span>`;
    return html`<h3>${suite.title ?? 'Suite'} ${where}</h3>${list}`;
  });
  const counts = [countClaims(report.summary), countPairs(report.claims)].filter((text) => text !== '');
  return [{ id: 'claims', title: 'Claims', body: html`<p>${counts.join(' · ')}</p>${suites}` }];
}

/** The one claim that was asked about. */
export function claimSection({ claim }: ExplainReport, view: PageView): PageSection {
  return { id: 'claims', title: 'Claim', body: html`<ul class="claims">${claimItem(claim, 'claim-0', view)}</ul>` };
}

/** A status as a word with its symbol. */
function statusBadge(status: ClaimReport['status']): Html {
  return html`<span class="badge ${status}">${STATUS_SYMBOLS[status]} ${status}</span>`;
}

function claimItem(claim: ClaimReport, id: string, view: PageView): Html {
  const name = claim.id === undefined ? undefined : html` <span class="quiet">[${claim.id}]</span>`;
  const warning = claim.severity === 'warning' ? html` <span class="quiet">(warning only)</span>` : undefined;
  const jump = html`<button type="button" class="jump" data-claim="${id}" hidden>Show in the matrix</button>`;
  const head = html`${statusBadge(claim.status)} <code class="sentence">${claim.sentence}</code>${name}${warning} ${jump}`;
  const body = isInQuestion(claim) ? claimStory(claim, view) : claimFacts(claim, view);
  return html`<li id="${id}" tabindex="-1"><div class="claim-head">${head}</div><p>${prose(claim.message)}</p>${body}</li>`;
}

function claimStory(claim: ClaimReport, view: PageView): Html {
  const frames = [
    ...framesOf(claim).map(({ at, label }, index) => frame(at, label, index === 0 ? 'main' : 'other', view.links)),
    ...furtherPlaces(claim).map(({ at, label }) => frame(at, label, 'other', view.links)),
  ];
  return html`${frames}${claimFacts(claim, view)}`;
}

type Fact = readonly [word: string, text: Html | undefined];

function claimFacts(claim: ClaimReport, view: PageView): Html {
  const { help, because, waiver, pairs, notes } = claim;
  const code = codeOf(claim);
  const until =
    waiver && `${waiver.expired ? 'expired on' : 'until'} ${waiver.until}, ${waiver.owner}: ${waiver.reason}`;
  const facts: readonly Fact[] = [
    ...(isInQuestion(claim) ? witnessFacts(claim, view) : []),
    ['help', help === undefined ? undefined : prose(help)],
    ['claimed because', because === undefined ? undefined : html`${because}`],
    [
      'pairs',
      pairs.judged < 2
        ? undefined
        : html`${pairs.holding} of ${countOf(pairs.judged, 'pair')} ${pairs.holding === 1 ? 'holds' : 'hold'}`,
    ],
    ...notes.map((note): Fact => ['note', prose(note)]),
    ['waiver', until === undefined ? undefined : html`${until}`],
    ['docs', code && docsLink(code, view.links)],
  ];
  return definitions(facts);
}

/** Words with what they say; those that say nothing are left out. */
export function definitions(facts: readonly Fact[]): Html {
  const said = facts.flatMap(([word, text]) => (text === undefined ? [] : [html`<dt>${word}</dt><dd>${text}</dd>`]));
  return said.length === 0 ? html`` : html`<dl>${said}</dl>`;
}

function witnessFacts(claim: ClaimReport, view: PageView): readonly Fact[] {
  const { witness } = claim;
  if (witness === undefined) return [];
  const [from, to] = [view.names(witness.from), view.names(witness.to)];
  const traffic = witness.traffic.length > 0 ? ` on ${formatTraffic(witness.traffic)}` : '';
  const where = (reason: Reason): string =>
    // Behind a door policy sees the traffic of somebody else.
    witness.door === undefined ? `of ${reason.direction === 'egress' ? from : to}` : 'on the way';
  const miss = witness.nearestMiss;
  return [
    ['for example', from === '' || to === '' ? undefined : html`<code>${from}</code> → <code>${to}</code>${traffic}`],
    ...reasonsOf(claim).map((reason): Fact => [`${reason.direction} ${where(reason)}`, reasonText(reason, view)]),
    ['door', witness.door && html`${prose(witness.door.name)}${at(witness.door.at, view)}`],
    ['nearest miss', miss && html`${prose(miss.reason)}${at(miss.at, view)}`],
  ];
}

function reasonText({ outcome, traffic, reason, at: place }: Reason, view: PageView): Html {
  const part = traffic.length > 0 ? ` on ${formatTraffic(traffic)}` : '';
  return html`<strong>${outcome}${part}</strong>: ${prose(reason)}${at(place, view)}`;
}

function at(place: Reason['at'], { links }: PageView): Html | undefined {
  return place && html` <span class="quiet">${placeName(place, links)}</span>`;
}
