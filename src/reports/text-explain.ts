import type { ExplainedPair, ExplainReport, WalkStep } from '../findings/report.ts';
import { type EndpointNames, endpointNames } from './endpoint-names.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { formatTraffic } from './format-traffic.ts';
import type { Paint } from './paint.ts';
import { rangeNames } from './range-name.ts';
import {
  type Block,
  findingBlocks,
  ledgerLine,
  noteLines,
  placeSuffix,
  type TextOptions,
  type View,
} from './text-blocks.ts';
import { claimLines, statusPaint } from './text-claims.ts';
import { countOf, isInQuestion, STATUS_SYMBOLS } from './verdict.ts';

/** Why: the verdict, then for each pair the walk through every tier of every layer on both sides. */
export function explainText(report: ExplainReport, { quiet, links = {} }: TextOptions, paint: Paint): readonly Block[] {
  const names = endpointNames(report);
  const view = { names, paint, links, showsWorlds: false };
  return [
    ...report.pairs.map((pair) => pairLines(pair, names, paint)),
    report.omitted > 0 ? [omittedLine(report)] : [],
    ...findingBlocks(report.findings, quiet, view),
    ...(quiet ? [] : [noteLines(report.notes, paint), [paint.dim(ledgerLine(report.inputs))]]),
    verdictLines(report, view),
  ];
}

/** What is left out; where nothing is shown, why. */
function omittedLine({ pairs, omitted, claim }: ExplainReport): string {
  if (pairs.length > 0) return `and ${countOf(omitted, 'more pair')} not shown`;
  return /\bisolated\b/.test(claim.sentence)
    ? 'the claim is about policies that refuse by default and not about pairs, so there is no walk to show'
    : 'the claim was judged over pods that could be created; of the pods that exist there is no pair to walk through';
}

function verdictLines({ claim }: ExplainReport, view: View): Block {
  const { paint } = view;
  if (isInQuestion(claim)) return claimLines(claim, [], view);
  const head = statusPaint(claim.status, paint)(`${STATUS_SYMBOLS[claim.status]} ${claim.status}:`);
  const pairs = `${claim.pairs.holding} of ${countOf(claim.pairs.judged, 'pair')}`;
  return [
    `${paint.bold(head)} ${paint.bold(escapeTerminal(claim.sentence))} ${paint.dim(`(${pairs})`)}`,
    `  ${escapeTerminal(claim.message)}`,
    ...claim.notes.map((note) => `  ${paint.dim(`note: ${escapeTerminal(note)}`)}`),
  ];
}

function pairLines(pair: ExplainedPair, names: EndpointNames, paint: Paint): Block {
  const outcomes = [
    { word: 'allowed', traffic: pair.allowed, strong: paint.green },
    { word: 'denied', traffic: pair.denied, strong: paint.red },
    { word: 'undecided', traffic: pair.undecided, strong: paint.yellow },
  ].filter(({ traffic }) => traffic.length > 0);
  return [
    paint.bold(`${escapeTerminal(names(pair.from))} → ${escapeTerminal(names(pair.to))}`),
    ...(pair.alike.length === 0
      ? []
      : [paint.dim(`  the same with ${rangeNames(pair.alike, names, escapeTerminal).join(', ')}`)]),
    ...outcomes.map(({ word, traffic, strong }) => `  ${strong(word.padEnd(9))}  ${formatTraffic(traffic)}`),
    ...pair.sides.flatMap((side) => sideLines(side, names, paint)),
  ];
}

function sideLines(side: ExplainedPair['sides'][number], names: EndpointNames, paint: Paint): Block {
  const head = `${side.direction} of ${escapeTerminal(names(side.subject))}`;
  const tiers = [...new Set(side.steps.map(({ tier }) => tier))];
  return [
    `  ${paint.bold(head)} ${paint.dim(`· ${escapeTerminal(side.layer)}`)}`,
    ...tiers.flatMap((tier) => [
      `    ${paint.dim('tier')} ${escapeTerminal(tier)}`,
      ...side.steps.filter((step) => step.tier === tier).flatMap((step) => stepLines(step, paint)),
    ]),
  ];
}

function stepLines(step: WalkStep, paint: Paint): Block {
  const strong = { allow: paint.green, deny: paint.red, pass: paint.blue, 'no match': paint.dim }[step.outcome];
  const traffic = step.traffic.length > 0 ? `${formatTraffic(step.traffic)}: ` : '';
  const text = `${traffic}${escapeTerminal(step.text)}${placeSuffix(step.at, paint)}`;
  return [
    `      ${strong(step.outcome.padEnd('no match'.length))}  ${text}`,
    ...(step.doubt === undefined ? [] : [`      ${paint.yellow('? doubt'.padEnd(8))}  ${escapeTerminal(step.doubt)}`]),
  ];
}
