import path from 'node:path';
import type { WorkflowCommand } from './workflow-commands.ts';
import { parseWorkflowCommand, registeredCommands } from './workflow-commands.ts';

/** An error, warning or notice as the run page would show it; lines and columns only where the runner kept them. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly endColumn?: number;
}

/** What the runner makes of a step's output. `log` holds one entry for each line or annotation, masked. */
export interface StepLog {
  readonly commands: readonly WorkflowCommand[];
  readonly annotations: readonly Annotation[];
  readonly log: readonly string[];
}

/** At most so many errors, so many warnings and so many notices of a step are shown (ExecutionContext.cs). */
const annotationsPerLevel = 10;

/** Longer messages are cut (ExecutionContext.cs). */
const longestMessage = 4096;

/** Splits output into lines as .NET's StreamReader.ReadLine does: at LF, CR LF, and at a CR alone. */
export function splitLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Interprets the lines of a step's output; `workspace` is what absolute file names are made relative to. */
export function interpretLog(lines: readonly string[], workspace: string): StepLog {
  const state: State = { known: new Set(registeredCommands), resumeToken: undefined, masks: new Set() };
  const commands: WorkflowCommand[] = [];
  const annotations: Annotation[] = [];
  const log: string[] = [];
  for (const line of lines) {
    const command = parseWorkflowCommand(line, state.known);
    if (command === undefined || !isObeyed(command, state)) {
      log.push(masked(line, state.masks));
      continue;
    }
    commands.push(command);
    const annotation = readAnnotation(command, workspace);
    if (annotation !== undefined) annotations.push(annotation);
    const shown = annotation === undefined ? line : `##[${annotation.level}]${annotation.message}`;
    obey(command, state);
    log.push(masked(shown, state.masks));
  }
  return { commands, annotations, log };
}

interface State {
  readonly known: Set<string>;
  readonly masks: Set<string>;
  resumeToken: string | undefined;
}

function isObeyed({ name }: WorkflowCommand, { resumeToken }: State): boolean {
  return resumeToken === undefined || name === resumeToken;
}

function obey({ name, data }: WorkflowCommand, state: State): void {
  if (state.resumeToken !== undefined) {
    state.known.delete(state.resumeToken);
    state.resumeToken = undefined;
  } else if (name === 'stop-commands') {
    state.resumeToken = acceptableToken(data).toLowerCase();
    state.known.add(state.resumeToken);
    // Short tokens are not masked, because that would blank ordinary words.
    if (data.length > 6) state.masks.add(data);
  } else if (name === 'add-mask') {
    for (const mask of splitLines(data)) if (mask !== '') state.masks.add(mask);
  }
}

/** The annotations that are rendered: the first ten of each level, in their order. */
export function visibleAnnotations(annotations: readonly Annotation[]): readonly Annotation[] {
  const shown = new Map<string, number>();
  return annotations.filter(({ level }) => {
    const count = (shown.get(level) ?? 0) + 1;
    shown.set(level, count);
    return count <= annotationsPerLevel;
  });
}

// ActionCommandManager.ValidateStopToken fails the step for these.
function acceptableToken(token: string): string {
  if (token === '' || token === 'pause-logging' || registeredCommands.includes(token.toLowerCase())) {
    throw new Error(`the runner refuses the stop-commands token ${JSON.stringify(token)}`);
  }
  return token;
}

function masked(text: string, masks: ReadonlySet<string>): string {
  return [...masks].reduce((result, mask) => result.replaceAll(mask, '***'), text);
}

function readAnnotation(command: WorkflowCommand, workspace: string): Annotation | undefined {
  const { name, properties } = command;
  if (name !== 'error' && name !== 'warning' && name !== 'notice') return undefined;
  return {
    level: name,
    message: command.data.slice(0, longestMessage),
    ...(properties['title'] !== undefined && { title: properties['title'] }),
    ...(properties['file'] !== undefined && { file: relativeTo(workspace, properties['file']) }),
    ...readPosition(properties),
  };
}

function relativeTo(workspace: string, file: string): string {
  return path.isAbsolute(file) ? path.relative(workspace, file) : file;
}

type Position = Partial<Record<'line' | 'endLine' | 'column' | 'endColumn', number>>;

// ActionCommandManager.ValidateLinesAndColumns, rule by rule.
function readPosition(properties: Readonly<Record<string, string>>): Position {
  const endLine = readInteger(properties['endLine']);
  const line = readInteger(properties['line']) ?? endLine;
  const endColumn = readInteger(properties['endColumn']);
  const column = readInteger(properties['col']) ?? endColumn;

  const spansLines = endLine !== undefined && line !== endLine;
  const columnsReversed = column !== undefined && endColumn !== undefined && endColumn < column;
  const keepColumns = line !== undefined && !spansLines && !columnsReversed;
  const keepLines = line === undefined || endLine === undefined || endLine >= line;
  return {
    ...(keepLines && line !== undefined && { line }),
    ...(keepLines && endLine !== undefined && { endLine }),
    ...(keepColumns && column !== undefined && { column }),
    ...(keepColumns && endColumn !== undefined && { endColumn }),
  };
}

function readInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*-?\d+\s*$/.test(text) ? Number(text) : undefined;
}
