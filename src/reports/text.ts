import type { CheckReport, Report } from '../findings/report.ts';
import { unseenInput } from '../findings/unseen-input.ts';
import { byCause, hasSeveralWorlds } from './claims-by-cause.ts';
import { claimsBySuite } from './claims-by-suite.ts';
import { endpointNames } from './endpoint-names.ts';
import { type Paint, paintWith } from './paint.ts';
import { type Block, findingBlocks, ledgerLine, noteLines, type TextOptions } from './text-blocks.ts';
import { changeBlocks, changeWarnings, diffText } from './text-change.ts';
import { claimLines, suiteLines } from './text-claims.ts';
import { connectivityText } from './text-connectivity.ts';
import { explainText } from './text-explain.ts';
import { claimsToExplain, countBySubject, countClaims, countPairs, type Tone, verdictOf } from './verdict.ts';

/** The report for a terminal or a job log. */
export function renderText(report: Report, options: TextOptions): string {
  const paint = paintWith(options.color);
  switch (report.kind) {
    case 'check':
      return join(checkBlocks(report, options, paint));
    case 'connectivity':
      return join(connectivityText(report, options, paint));
    case 'diff':
      return join(diffText(report, options, paint));
    case 'explain':
      return join(explainText(report, options, paint));
  }
}

const join = (blocks: readonly Block[]): string =>
  `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;

function checkBlocks(report: CheckReport, { quiet, links = {} }: TextOptions, paint: Paint): readonly Block[] {
  const view = { names: endpointNames(report), paint, links, showsWorlds: hasSeveralWorlds(report.claims) };
  return [
    ...(quiet ? [] : claimsBySuite(report).map((suite) => suiteLines(suite, paint))),
    ...(report.change === undefined ? [] : (quiet ? changeWarnings : changeBlocks)(report.change, view)),
    ...findingBlocks(report.findings, quiet, view),
    ...byCause(claimsToExplain(report)).map(([claim, ...more]) => claimLines(claim, more, view)),
    ...(quiet ? [] : [noteLines(report.notes, paint)]),
    [...(quiet ? [] : [paint.dim(ledgerLine(report.inputs))]), closingLine(report, paint)],
  ];
}

function closingLine(report: CheckReport, paint: Paint): string {
  const { tone, headline } = verdictOf(report);
  const { fails, undecided, invalid } = report.summary;
  const aboutClaims = tone === 'green' || fails + undecided + invalid > 0;
  const facts = [
    aboutClaims ? countClaims(report.summary) : headline,
    aboutClaims ? (unseenInput(report.findings) ?? '') : '',
    countPairs(report.claims),
    countBySubject(report.findings),
  ];
  return `${toneWord(tone, paint)} · ${facts.filter((fact) => fact !== '').join(' · ')}`;
}

function toneWord(tone: Tone, paint: Paint): string {
  switch (tone) {
    case 'green':
      return paint.bold(paint.green('✓ passed'));
    case 'yellow':
      return paint.bold(paint.yellow('~ passed, reporting only'));
    case 'red':
      return paint.bold(paint.red('✗ failed'));
  }
}
