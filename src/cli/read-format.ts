import type { Setting } from '../gate/read-setting.ts';
import { readChoice } from '../gate/read-setting.ts';
import type { Format } from '../reports/registry.ts';

/** The report formats, the default first. */
export const FORMATS = [
  'text',
  'json',
  'markdown',
  'sarif',
  'junit',
  'mermaid',
  'html',
] as const satisfies readonly Format[];

/** Where a report goes; no file: standard output. */
export interface ReportTarget {
  readonly format: Format;
  readonly file?: string;
}

/** Reads `FORMAT` and `FORMAT=FILE`; the text report goes to standard output where nothing else does. */
export function readFormats(texts: readonly string[]): Setting<readonly ReportTarget[]> {
  const targets: ReportTarget[] = [];
  for (const text of texts) {
    const read = readFormat(text);
    if (read.kind === 'invalid') return read;
    const twice = targets.find((other) => other.file === read.value.file);
    if (twice !== undefined) return clash(twice, read.value);
    targets.push(read.value);
  }
  const toScreen = targets.some((target) => target.file === undefined);
  return { kind: 'value', value: toScreen ? targets : [{ format: 'text' }, ...targets] };
}

function readFormat(text: string): Setting<ReportTarget> {
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  const file = equals === -1 ? '-' : text.slice(equals + 1);
  const format = readChoice<Format>('--format', name, FORMATS);
  if (format.kind === 'invalid') return format;
  if (file === '') return refusal(`\`--format ${text}\` names no file`, `write \`--format ${name}=FILE\``);
  return { kind: 'value', value: { format: format.value, ...(file !== '-' && { file }) } };
}

function clash(a: ReportTarget, b: ReportTarget): Setting<readonly ReportTarget[]> {
  const where = a.file === undefined ? 'standard output' : `\`${a.file}\``;
  return refusal(
    `\`${a.format}\` and \`${b.format}\` would both go to ${where}`,
    `send one of them to another file, like \`--format ${b.format}=FILE\``,
  );
}

function refusal(
  message: string,
  help: string,
): { readonly kind: 'invalid'; readonly complaint: { message: string; help: string } } {
  return { kind: 'invalid', complaint: { message, help } };
}
