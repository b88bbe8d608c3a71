import { spawn } from 'node:child_process';

/** How a program is run: no shell sees the arguments, and nothing of our own environment gets in. */
export interface ToolRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly limits: ToolLimits;
}

/** After how long, and at how much output, a program is stopped. */
export interface ToolLimits {
  readonly milliseconds: number;
  readonly bytes: number;
}

/** What came of it. */
export type ToolResult =
  | { readonly kind: 'done'; readonly output: Uint8Array }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'too slow' }
  | { readonly kind: 'too much' };

/** Of what a program says when it fails, more than this is of no use to anybody. */
const LONGEST_COMPLAINT = 64 * 1024;

/** Runs a program to its end. Never throws. */
export function runTool(run: ToolRun): Promise<ToolResult> {
  try {
    return superviseTool(start(run), run.limits);
  } catch (error) {
    // A value that no argument can hold, like one with a zero byte.
    return Promise.resolve({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

type Child = ReturnType<typeof start>;

function start({ program, args, cwd, env }: ToolRun) {
  return spawn(program, [...args], { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], shell: false });
}

function superviseTool(child: Child, limits: ToolLimits): Promise<ToolResult> {
  return new Promise((resolve) => {
    const output: Buffer[] = [];
    let size = 0;
    let complaint = '';
    const stop = (result: ToolResult): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      // A program that was started in turn may hold them open.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => stop({ kind: 'too slow' }), limits.milliseconds);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bytes) stop({ kind: 'too much' });
      else output.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      // The end of it says what went wrong.
      complaint = (complaint + chunk.toString('utf8')).slice(-LONGEST_COMPLAINT);
    });
    child.on('error', (error) => stop({ kind: 'failed', message: error.message }));
    child.on('close', (code, signal) => {
      const message =
        complaint.trim() || (signal === null ? `it ended with code ${code}` : `it was stopped (${signal})`);
      stop(code === 0 ? { kind: 'done', output: Buffer.concat(output) } : { kind: 'failed', message });
    });
  });
}
