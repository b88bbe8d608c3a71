import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import {
  inputProblem,
  LARGEST_FILE,
  leavesWorkspace,
  liesWithin,
  notRegular,
  refused,
  tooLarge,
} from './input-problem.ts';
import type { FileText } from './workspace.ts';

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** Reads one file below a folder (a real path) as UTF-8; never throws, never waits for a pipe. */
export function readFile(realRoot: string, file: string): FileText {
  let descriptor: number | undefined;
  try {
    const target = realpathSync.native(path.join(realRoot, file));
    if (!liesWithin(realRoot, target, path.sep)) return { kind: 'unreadable', problem: leavesWorkspace(file) };
    // Non-blocking, since a pipe may have taken the place of the file that was listed.
    descriptor = openSync(target, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    return readOpen(descriptor, file);
  } catch (error) {
    return { kind: 'unreadable', problem: refused(file, error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function readOpen(descriptor: number, file: string): FileText {
  const stat = fstatSync(descriptor);
  if (!stat.isFile()) return { kind: 'unreadable', problem: notRegular(file) };
  if (stat.size > LARGEST_FILE) return { kind: 'unreadable', problem: tooLarge(file, stat.size) };
  return decodeText(readFileSync(descriptor), file);
}

function decodeText(bytes: Uint8Array, file: string): FileText {
  try {
    // The decoder drops a byte order mark.
    return { kind: 'text', text: UTF_8.decode(bytes) };
  } catch {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const message = `\`${file}\` is not UTF-8 text${isUtf16 ? ' but UTF-16' : ''}`;
    return { kind: 'unreadable', problem: inputProblem('file-unreadable', file, message, 'save it as UTF-8') };
  }
}
