import type { LabelRequirement, LabelSelector } from '../resources/label-selector.ts';
import { SentenceProblem } from './read-tokens.ts';

interface Piece {
  readonly text: string;
  readonly start: number;
}

interface SelectorReader {
  readonly pieces: readonly Piece[];
  at: number;
  /** Where the selector ends in the sentence. */
  readonly end: number;
}

/**
 * Reads the string form of a Kubernetes label selector; throws a SentenceProblem.
 *
 *     label-selector = requirement { "," requirement }
 *
 * `offset` is where the text begins in its sentence.
 */
export function parseLabelSelector(text: string, offset: number): LabelSelector {
  const reader: SelectorReader = { pieces: piecesOf(text, offset), at: 0, end: offset + text.length };
  if (reader.pieces.length === 0) {
    const stretch = { start: offset - 1, end: offset + text.length + 1 };
    throw new SentenceProblem('this label selector is empty', stretch, 'leave the brackets out to mean all');
  }
  const requirements = [parseRequirement(reader)];
  while (reader.at < reader.pieces.length) {
    if (peekText(reader) !== ',') fail(reader, 'expected `,` between the requirements of a label selector');
    reader.at++;
    requirements.push(parseRequirement(reader));
  }
  return { requirements };
}

/** `requirement = "!" key | key [ ( "=" | "==" | "!=" ) value | ( "in" | "notin" ) "(" value { "," value } ")" ]` */
function parseRequirement(reader: SelectorReader): LabelRequirement {
  if (peekText(reader) === '!') {
    reader.at++;
    return { key: parseKey(reader), operator: 'DoesNotExist', values: [] };
  }
  const key = parseKey(reader);
  switch (peekText(reader)) {
    case undefined:
    case ',':
      return { key, operator: 'Exists', values: [] };
    case '=':
    case '==':
      reader.at++;
      return { key, operator: 'In', values: [parseSingleValue(reader)] };
    case '!=':
      reader.at++;
      return { key, operator: 'NotIn', values: [parseSingleValue(reader)] };
    case 'in':
      reader.at++;
      return { key, operator: 'In', values: parseValues(reader) };
    case 'notin':
      reader.at++;
      return { key, operator: 'NotIn', values: parseValues(reader) };
    default:
      return fail(reader, 'expected `=`, `!=`, `in`, `notin`, `,` or the end of the label selector');
  }
}

function parseKey(reader: SelectorReader): string {
  const key = peekText(reader);
  if (key === undefined || /^[=!(),]/.test(key)) return fail(reader, 'expected a label key');
  if (!isLabelKey(key)) return fail(reader, `\`${key}\` is not a label key`);
  reader.at++;
  return key;
}

/** `value`, which may be empty: `a=` is the empty value. */
function parseSingleValue(reader: SelectorReader): string {
  const next = peekText(reader);
  return next === undefined || next === ',' ? '' : parseValue(reader);
}

function parseValues(reader: SelectorReader): readonly string[] {
  if (peekText(reader) !== '(') fail(reader, 'expected `(` and a list of label values');
  reader.at++;
  const values = [parseValue(reader)];
  while (peekText(reader) === ',') {
    reader.at++;
    values.push(parseValue(reader));
  }
  if (peekText(reader) !== ')') fail(reader, 'expected `,` or `)` after a label value');
  reader.at++;
  return values;
}

function parseValue(reader: SelectorReader): string {
  const value = peekText(reader);
  if (value === undefined || /^[=!(),]/.test(value)) return fail(reader, 'expected a label value');
  if (!isLabelValue(value)) return fail(reader, `\`${value}\` is not a label value`);
  reader.at++;
  return value;
}

/** Whether the API server takes this as the key of a label: an optional DNS prefix, a slash, a name. */
export function isLabelKey(key: string): boolean {
  const [name, prefix, ...rest] = key.split('/').reverse();
  if (name === undefined || rest.length > 0 || name === '' || !isLabelValue(name)) return false;
  return prefix === undefined || (prefix.length <= 253 && isDnsSubdomain(prefix));
}

/** Whether the API server takes this as the value of a label. */
export function isLabelValue(value: string): boolean {
  return value.length <= 63 && /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(value);
}

/** Whether this is a name as Kubernetes gives them to most objects (RFC 1123 subdomain). */
export function isDnsSubdomain(name: string): boolean {
  return name.length <= 253 && name.split('.').every((part) => /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(part));
}

/** Whether this is a name as Kubernetes gives them to namespaces (RFC 1123 label). */
export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && isDnsSubdomain(name) && !name.includes('.');
}

function piecesOf(text: string, offset: number): readonly Piece[] {
  return [...text.matchAll(/==|!=|[=!(),]|[^\s=!(),]+/g)].map((match) => ({
    text: match[0],
    start: offset + match.index,
  }));
}

function peekText(reader: SelectorReader): string | undefined {
  return reader.pieces[reader.at]?.text;
}

function fail(reader: SelectorReader, message: string): never {
  const piece = reader.pieces[reader.at];
  const start = piece?.start ?? reader.end;
  throw new SentenceProblem(message, { start, end: start + (piece?.text.length ?? 1) });
}
