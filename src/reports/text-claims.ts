import type { ClaimReport, ClaimStatus, Reason } from '../findings/report.ts';
import { codeOf, framesOf, furtherPlaces, reasonsOf } from './claim-places.ts';
import { foldWorlds } from './claims-by-cause.ts';
import type { SuiteClaims } from './claims-by-suite.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { formatTraffic } from './format-traffic.ts';
import { docsPage } from './links.ts';
import type { Paint } from './paint.ts';
import { factLine, frameLines, gutterLine, placeSuffix, type View } from './text-blocks.ts';
import { countOf, STATUS_SYMBOLS } from './verdict.ts';

const WORD_WIDTH = 'undecided'.length;

/** Sentences longer than this do not widen the column of all the others. */
const WIDEST_SENTENCE = 56;

/** A suite's heading with one line a claim. */
export function suiteLines({ suite, claims }: SuiteClaims, paint: Paint): readonly string[] {
  const origin = suite.file === '-e' ? 'command line' : suite.file;
  const title = suite.title === undefined ? '' : `${paint.bold(escapeTerminal(suite.title))}  `;
  const where = [origin, ...(suite.world === '' ? [] : [suite.world])].map(escapeTerminal).join(' · ');
  const width = Math.max(0, ...claims.map(({ sentence }) => escapeTerminal(sentence).length).filter(isNarrow));
  return [
    title === '' ? paint.bold(where) : `${title}${paint.dim(where)}`,
    ...(claims.length === 0 ? [`  ${paint.dim('no claims')}`] : claims.map((claim) => claimLine(claim, width, paint))),
  ];
}

const isNarrow = (width: number): boolean => width <= WIDEST_SENTENCE;

function claimLine(claim: ClaimReport, width: number, paint: Paint): string {
  const head = statusPaint(claim.status, paint)(`${STATUS_SYMBOLS[claim.status]} ${claim.status.padEnd(WORD_WIDTH)}`);
  const sentence = escapeTerminal(claim.sentence).padEnd(width);
  return `  ${head}  ${sentence}  ${paint.dim(tailOf(claim))}`.trimEnd();
}

function tailOf({ pairs, waiver, status, severity, message }: ClaimReport): string {
  const judged = status === 'invalid' ? '' : `${pairs.holding} of ${countOf(pairs.judged, 'pair')}`;
  const warning = severity === 'warning' && status !== 'holds' ? 'warning only' : '';
  const waived = waiver && status === 'waived' ? `until ${waiver.until}, ${waiver.owner}: ${waiver.reason}` : '';
  // A sentence such as `web --> db` holds on some port: which one is worth a glance.
  const proved = status === 'holds' ? message : '';
  return [judged, warning, waived, proved]
    .filter((part) => part !== '')
    .map(escapeTerminal)
    .join(' · ');
}

/**
 * A claim in question in full: the fact, the line to change, the claim, why each side does what it does. `more` are
 * claims that have the same cause.
 */
export function claimLines(claim: ClaimReport, more: readonly ClaimReport[], view: View): readonly string[] {
  const { paint } = view;
  const strong = statusPaint(claim.status, paint);
  const id = claim.id === undefined ? '' : paint.dim(` [${escapeTerminal(claim.id)}]`);
  const severity = claim.severity === 'warning' ? ' (warning)' : '';
  const [first, ...others] = foldWorlds([claim, ...more]);
  const where = ({ worlds = [] }: { readonly worlds?: readonly string[] } = {}): string =>
    view.showsWorlds ? ` in ${worlds.map(escapeTerminal).join(', ')}` : '';
  const head = `${STATUS_SYMBOLS[claim.status]} ${claim.status}${severity}${where(first)}:`;
  const alike = others.map((other) =>
    factLine(`${claim.status} for the same reason`, `${other.claim.sentence}${where(other)}`, paint),
  );
  const facts = [...reasonLines(claim, view), ...factLines(claim, view), ...alike];
  return [
    `${paint.bold(strong(head))} ${paint.bold(escapeTerminal(claim.sentence))}${id}`,
    `  ${escapeTerminal(claim.message)}`,
    ...framesOf(claim).flatMap(({ at, label }, index) => frameLines(at, label, index === 0 ? 'main' : 'other', paint)),
    ...furtherPlaces(claim).flatMap(({ at, label }) => frameLines(at, label, 'other', paint)),
    ...(facts.length > 0 ? [gutterLine(paint), ...facts] : []),
  ];
}

function reasonLines(claim: ClaimReport, { names, paint }: View): readonly string[] {
  const { witness } = claim;
  if (!witness) return [];
  const subject = { egress: names(witness.from), ingress: names(witness.to) };
  // Behind a door policy sees the traffic of somebody else.
  const where = (reason: Reason): string =>
    witness.door === undefined ? `of ${escapeTerminal(subject[reason.direction])}` : 'on the way';
  const traffic = witness.traffic.length > 0 ? ` on ${formatTraffic(witness.traffic)}` : '';
  const miss = witness.nearestMiss;
  const framed = new Set(framesOf(claim).map(({ label }) => label));
  return [
    // Of several pairs one is shown; where there is only one, the message has said all of this.
    ...(claim.pairs.judged > 1
      ? [factLine('for example', `${subject.egress} → ${subject.ingress}${traffic}`, paint)]
      : []),
    ...reasonsOf(claim).map((reason) => reasonLine(reason, where(reason), framed, paint)),
    ...(miss && !framed.has(`nearest miss: ${miss.reason}`)
      ? [factLine('nearest miss', miss.reason, paint) + placeSuffix(miss.at, paint)]
      : []),
  ];
}

function reasonLine(reason: Reason, where: string, framed: ReadonlySet<string>, paint: Paint): string {
  const { direction, outcome, traffic, at } = reason;
  const part = traffic.length > 0 ? ` on ${formatTraffic(traffic)}` : '';
  // The frame has the words; the line only says that they are the cause.
  const text = framed.has(reason.reason) ? `${outcome}${part}` : `${outcome}${part}: ${reason.reason}`;
  return factLine(`${direction} ${where}`, text, paint) + placeSuffix(at, paint);
}

function factLines(claim: ClaimReport, { paint, links }: View): readonly string[] {
  const code = codeOf(claim);
  const facts: readonly (readonly [word: string, text: string | undefined])[] = [
    ['help', claim.help],
    ['claimed because', claim.because],
    ['pairs', claim.pairs.judged < 2 ? undefined : pairsText(claim)],
    ...claim.notes.map((note) => ['note', note] as const),
    ['waiver', waiverText(claim)],
    ['docs', code && docsPage(code, links)],
  ];
  return facts.flatMap(([word, text]) => (text === undefined ? [] : [factLine(word, text, paint)]));
}

function pairsText({ pairs }: ClaimReport): string {
  return `${pairs.holding} of ${countOf(pairs.judged, 'pair')} ${pairs.holding === 1 ? 'holds' : 'hold'}`;
}

function waiverText({ waiver }: ClaimReport): string | undefined {
  if (!waiver) return undefined;
  return `${waiver.expired ? 'expired on' : 'until'} ${waiver.until}, ${waiver.owner}: ${waiver.reason}`;
}

/** The colour of a status, beside its word. */
export function statusPaint(status: ClaimStatus, paint: Paint): (text: string) => string {
  switch (status) {
    case 'holds':
      return paint.green;
    case 'fails':
      return paint.red;
    case 'undecided':
    case 'invalid':
    case 'waived':
      return paint.yellow;
  }
}
