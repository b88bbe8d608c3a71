import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A message of the DevTools protocol: an answer (with `id`) or an event (with `method`). */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** A browser that is driven by the DevTools protocol over a pipe, so that no port is opened. */
export interface DevTools {
  readonly send: (method: string, params?: object, sessionId?: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly on: (listener: (method: string, params: Readonly<Record<string, unknown>>) => void) => void;
  readonly close: () => Promise<void>;
}

/** Starts a headless browser with a profile of its own. */
export function startBrowser(program: string): DevTools {
  const profile = mkdtempSync(join(tmpdir(), 'netpol-gate-browser-'));
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
  ];
  const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const pipes = child.stdio as unknown as readonly [null, null, null, Writable, Readable];
  const waiting = new Map<number, { readonly resolve: (message: Message) => void }>();
  const listeners: Parameters<DevTools['on']>[0][] = [];
  onMessages(pipes[4], (message) => {
    if (message.id !== undefined) waiting.get(message.id)?.resolve(message);
    else if (message.method !== undefined) for (const tell of listeners) tell(message.method, message.params ?? {});
  });
  let last = 0;
  const send: DevTools['send'] = async (method, params = {}, sessionId) => {
    const id = ++last;
    const answer = new Promise<Message>((resolve) => waiting.set(id, { resolve }));
    pipes[3].write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    const { result, error } = await answer;
    waiting.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  };
  return {
    send,
    on: (listener) => listeners.push(listener),
    close: async () => {
      const gone = hasEnded(child);
      await send('Browser.close');
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function onMessages(pipe: Readable, tell: (message: Message) => void): void {
  let rest = '';
  pipe.setEncoding('utf8');
  pipe.on('data', (text: string) => {
    const parts = (rest + text).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) tell(JSON.parse(part) as Message);
  });
}

function hasEnded(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
