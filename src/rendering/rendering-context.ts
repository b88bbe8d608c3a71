import type { Rendering, RenderingProblem } from '../manifests/rendering.ts';
import { cleanComplaint } from './clean-complaint.ts';
import { runTool, type ToolLimits } from './run-tool.ts';
import type { SourceTree } from './source-tree.ts';
import type { ToolSurroundings } from './tool-surroundings.ts';

/** What rendering one recipe works with. */
export interface RenderContext {
  readonly tree: SourceTree;
  /** The workspace, a real path. */
  readonly root: string;
  readonly allowRemote: boolean;
  readonly searchPath: string;
  readonly surroundings: ToolSurroundings;
  readonly limits: ToolLimits;
}

/** A program with its arguments; `name` is for readers. */
export interface Command {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** Runs a program whose output is manifests. */
export async function renderWith(
  { name, program, args }: Command,
  sources: readonly string[],
  { surroundings, limits, root }: RenderContext,
): Promise<Rendering> {
  const refuse = (why: string, help: string): Rendering => refused({ code: 'render-failed', why, help }, sources);
  const result = await runTool({ program, args, cwd: surroundings.folder, env: surroundings.env, limits });
  switch (result.kind) {
    case 'too slow':
      return refuse(
        `\`${name}\` was stopped after ${limits.milliseconds / 1000} seconds`,
        'see why it takes so long, or render it in a step of its own and judge the output under `manifests:`',
      );
    case 'too much': {
      const most = `${Math.floor(limits.bytes / (1024 * 1024))} MiB`;
      return refuse(`\`${name}\` gives more than ${most}`, 'split it into several environments');
    }
    case 'failed': {
      const message = cleanComplaint(result.message, [root, surroundings.folder]);
      return refuse(`\`${name}\` says: ${message}`, `run the same by hand and mend what it complains of`);
    }
    case 'done': {
      const text = decode(result.output);
      if (text === undefined) return refuse(`\`${name}\` gives something else than text`, 'mend what it renders');
      return { kind: 'rendered', text, sources };
    }
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** There are no manifests. */
export function refused(problem: RenderingProblem, sources: readonly string[]): Rendering {
  return { kind: 'refused', problem, sources };
}
