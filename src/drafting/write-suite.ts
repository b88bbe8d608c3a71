import type { Choice, Section } from './choose-claims.ts';
import type { GatheredRemark } from './gather-remarks.ts';
import type { Paragraph } from './ladder.ts';
import type { Definition } from './name-ranges.ts';
import { writeLine, writeScalar } from './write-scalar.ts';

/** What stands above the claims of a suite. */
export interface SuiteHead {
  /** How to check the suite, as a command. */
  readonly command: string;
  /** Whether that command is red all the same, because of what is wrong with the manifests. */
  readonly red: boolean;
  /** Patterns from the suite's own folder; absent: those that the command names, or the default. */
  readonly manifests?: readonly string[];
  readonly namespace?: string;
  readonly define: readonly Definition[];
  readonly dataplane?: string;
  readonly podCIDRs?: readonly string[];
}

/** How wide comments are. */
const WIDTH = 100;

const PARAGRAPHS: Readonly<Record<Paragraph, string>> = {
  isolation: 'A default deny: what no policy admits is refused.',
  ingress: 'Who gets in.',
  egress: 'Where workloads may connect to.',
  outside: 'What the internet reaches.',
};

/** The text of a suite; every value reads back from YAML as the very text it was. */
export function writeSuite(head: SuiteHead, { sections, remarks }: Choice): string {
  const shown = sections.filter(({ paragraphs }) => paragraphs.length > 0);
  const body = [...shown.flatMap((section) => writeSection(section, shown.length > 1)), ...writeRemarks(remarks)];
  const lines = [...heading(head), '', ...settings(head), 'expect:', ...body];
  return `${lines.join('\n').trimEnd()}\n`;
}

function heading({ command, red }: SuiteHead): readonly string[] {
  const verdict = red
    ? `\`${command}\` is red until the errors that it tells about the manifests are mended, and from then on when a change breaks a claim.`
    : `\`${command}\` is green, and turns red when a change breaks one.`;
  return [
    '# What the network policies keep today, drafted by `netpol-gate init`.',
    '#',
    ...comment(`Every claim holds for the manifests as they are now${red ? ', but' : ':'} ${verdict}`, ''),
    '#',
    ...comment(
      'From here on the file is yours. Delete what you do not mean, say why you mean the rest (`because:`), and close what the comments call open: a policy first, then its claim here.',
      '',
    ),
  ];
}

function settings({ manifests, namespace, define, dataplane, podCIDRs }: SuiteHead): readonly string[] {
  const list = (values: readonly string[]): string => `[${values.map(writeScalar).join(', ')}]`;
  const assumed = [
    ...(dataplane === undefined ? [] : [`  dataplane: ${writeScalar(dataplane)}`]),
    ...(podCIDRs === undefined ? [] : [`  podCIDRs: ${list(podCIDRs)}`]),
  ];
  return [
    'suite: What the network policies keep today',
    ...(manifests === undefined ? [] : [`manifests: ${list(manifests)}`]),
    ...(namespace === undefined ? [] : [`namespace: ${writeScalar(namespace)}`]),
    ...(define.length === 0 ? [] : ['define:', ...define.map(({ name, group }) => `  ${name}: ${writeLine(group)}`)]),
    ...(assumed.length === 0 ? [] : ['assume:', ...assumed]),
  ];
}

function writeSection({ namespace, paragraphs }: Section, titled: boolean): readonly string[] {
  return [
    ...(titled ? [...comment(`Namespace ${namespace}`, '  ').map((line) => `${line} `.padEnd(60, '-')), ''] : []),
    ...paragraphs.flatMap(({ paragraph, sentences }) => [
      ...comment(PARAGRAPHS[paragraph], '  '),
      ...sentences.map((sentence) => `  - ${writeLine(sentence)}`),
      '',
    ]),
  ];
}

function writeRemarks(remarks: readonly GatheredRemark[]): readonly string[] {
  return remarks.length === 0 ? [] : ['  # Not claimed:', ...remarks.flatMap(writeRemark)];
}

function writeRemark({ subjects, text }: GatheredRemark): readonly string[] {
  const who = subjects.length === 0 ? '' : `${listed(subjects)}: `;
  return comment(`- ${who}${text}`, '  ', '  ');
}

/** More names than this in a comment say less than their number. */
const MOST_NAMES = 12;

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return rest > 1 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more` : names.join(', ');
}

/** Comment lines; what manifests wrote cannot end them, whatever it holds. */
function comment(text: string, indent: string, hanging = ''): readonly string[] {
  const lines: string[] = [];
  for (const word of text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').split(' ')) {
    const line = lines.at(-1);
    if (line === undefined) lines.push(`${indent}# ${word}`);
    else if (line.length + word.length + 1 > WIDTH) lines.push(`${indent}# ${hanging}${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
