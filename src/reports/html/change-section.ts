import type { Comparison, WorldChange } from '../../findings/change.ts';
import { changesInWords } from '../change-headline.ts';
import { endsInWords, trafficInWords } from '../change-words.ts';
import { CHANGE_SIGNS, type ChangeGroup, groupChanges } from '../group-changes.ts';
import { countOf } from '../verdict.ts';
import { frame } from './frames.ts';
import type { PageSection, PageView } from './page-section.ts';
import { type Html, html, prose } from './safe-html.ts';

/** What the change opens and closes, with the rules that do it; nothing where there was nothing to compare with. */
export function changeSections(change: Comparison | undefined, view: PageView): readonly PageSection[] {
  if (change === undefined) return [];
  const claims = weakenedClaims(change);
  if (change.kind === 'unavailable') {
    return [{ id: 'change', title: 'The change', body: html`<p>It was not judged: ${prose(change.why)}</p>${claims}` }];
  }
  const isNamed = change.worlds.length > 1;
  const since = html`<p class="quiet">since <code>${change.base}</code></p>`;
  const worlds = change.worlds.map((world) => worldPart(world, isNamed, view));
  return [{ id: 'change', title: 'The change', body: html`${since}${claims}${worlds}` }];
}

function weakenedClaims({ claimsRemoved = [] }: Comparison): Html | undefined {
  const weakened = claimsRemoved.map(
    ({ sentence, suite, how }) => html`<li><code>${sentence}</code> (<code>${suite}</code>): ${prose(how)}</li>`,
  );
  return weakened.length === 0
    ? undefined
    : html`<h3>Claims that are no longer made as they were</h3><ul>${weakened}</ul>`;
}

function worldPart(world: WorldChange, isNamed: boolean, view: PageView): Html {
  const title = isNamed ? html`<h3>${world.world}</h3>` : undefined;
  if (world.unknown !== undefined) return html`${title}<p>It was not judged: ${prose(world.unknown.why)}</p>`;
  const counted = html`<p>${changesInWords([world])}</p>`;
  const groups = groupChanges(world.changes).map((group) => groupItem(group, view));
  const omitted =
    world.omitted > 0 ? html`<p>and ${countOf(world.omitted, 'more connection')}, too many to list</p>` : undefined;
  const notes = world.notes.map((note) => html`<p>${prose(note)}</p>`);
  return html`${title}${counted}<ul class="claims">${groups}</ul>${omitted}${notes}`;
}

const LOOKS = { opened: 'error', changed: 'warning', unsure: 'undecided', closed: 'holds' } as const;

const BADGES = { opened: 'opened', changed: 'altered', unsure: 'may change', closed: 'closed' } as const;

function groupItem(group: ChangeGroup, { names, links }: PageView): Html {
  const show = { name: (name: string): string => `\`${name}\``, words: (text: string): string => text };
  const ends = (ids: readonly string[]): Html => prose(endsInWords(ids, group, names, show));
  const door = group.door === undefined ? undefined : html` through ${prose(group.door)}`;
  const internet = group.internet ? html` <span class="quiet">(internet)</span>` : undefined;
  const badge = html`<span class="badge ${LOOKS[group.kind]}">${CHANGE_SIGNS[group.kind]} ${BADGES[group.kind]}</span>`;
  // One item of the row: else the space between items would stand before every comma.
  const what = html`<span>${ends(group.from)} → ${ends(group.to)}${door}: ${trafficInWords(group)}${internet}</span>`;
  const head = html`<div class="claim-head">${badge} ${what}</div>`;
  const causes = group.causes.map(
    ({ tree, text, at }) =>
      html`<p>${prose(text)}${tree === 'base' ? html` <span class="quiet">(as it was)</span>` : undefined}</p>${at && frame(at, '', 'other', links)}`,
  );
  return html`<li>${head}${causes}</li>`;
}
