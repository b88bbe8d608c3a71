/** One workflow command the runner understood. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The commands a runner answers to, as registered by its command extensions and its command manager. */
export const registeredCommands: readonly string[] = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'internal-set-repo-path',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
];

// .NET's Char.IsWhiteSpace, which String.TrimStart uses. JavaScript's own trim differs: it takes U+FEFF, not U+0085.
const dotnetWhiteSpace = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const leadingWhiteSpace = new RegExp(`^${dotnetWhiteSpace}+`);
const surroundingWhiteSpace = new RegExp(`^${dotnetWhiteSpace}+|${dotnetWhiteSpace}+$`, 'g');

type Escapes = readonly (readonly [escaped: string, plain: string])[];

// ActionCommand.cs replaces in these orders, the percent sign last.
const dataEscapes: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
];
const propertyEscapes: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
];
const bracketEscapes: Escapes = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
];

/** Reads a line as the runner does: the `::` form first, then the `##[` form; `known` are lower-case command names. */
export function parseWorkflowCommand(line: string, known: ReadonlySet<string>): WorkflowCommand | undefined {
  return parseColonForm(line, known) ?? parseBracketForm(line, known);
}

// ActionCommand.TryParseV2: only leading white space may stand before the command.
function parseColonForm(line: string, known: ReadonlySet<string>): WorkflowCommand | undefined {
  const message = line.replace(leadingWhiteSpace, '');
  if (!message.startsWith('::')) return undefined;
  const end = message.indexOf('::', 2);
  if (end < 0) return undefined;
  const head = splitHead(message.slice(2, end));
  if (!known.has(head.name.toLowerCase())) return undefined;
  return {
    name: head.name.toLowerCase(),
    properties: readProperties(head.rest.replace(surroundingWhiteSpace, ''), ',', propertyEscapes),
    data: replaceEscapes(message.slice(end + 2), dataEscapes),
  };
}

// ActionCommand.TryParse: the command may stand anywhere in the line.
function parseBracketForm(line: string, known: ReadonlySet<string>): WorkflowCommand | undefined {
  const start = line.indexOf('##[');
  if (start < 0) return undefined;
  const end = line.indexOf(']', start);
  if (end < 0) return undefined;
  const head = splitHead(line.slice(start + 3, end));
  if (!known.has(head.name.toLowerCase())) return undefined;
  return {
    name: head.name.toLowerCase(),
    properties: readProperties(head.rest, ';', bracketEscapes),
    data: replaceEscapes(line.slice(end + 1), bracketEscapes),
  };
}

function splitHead(head: string): { readonly name: string; readonly rest: string } {
  const space = head.indexOf(' ');
  return space < 0 ? { name: head, rest: '' } : { name: head.slice(0, space), rest: head.slice(space + 1) };
}

function readProperties(text: string, separator: string, escapes: Escapes): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const part of text.split(separator)) {
    const equals = part.indexOf('=');
    if (equals >= 0) properties[part.slice(0, equals)] = replaceEscapes(part.slice(equals + 1), escapes);
  }
  return properties;
}

function replaceEscapes(text: string, escapes: Escapes): string {
  return escapes.reduce((result, [escaped, plain]) => result.replaceAll(escaped, plain), text);
}
