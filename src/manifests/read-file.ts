import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../findings/finding.ts';
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
  return readOpened(file, () => openTarget(realRoot, file));
}

/** `readFile` for many files of a folder that stays as it is: the way to a folder below it is asked once. */
export function createFileReader(realRoot: string): (file: string) => FileText {
  const realFolders = new Map<string, string>();
  const realFolder = (folder: string): string => {
    const real = realFolders.get(folder) ?? realpathSync.native(folder);
    realFolders.set(folder, real);
    return real;
  };
  return (file) => readOpened(file, () => openBeside(realRoot, file, realFolder) ?? openTarget(realRoot, file));
}

/** Reads what `open` opens; it gives no descriptor where the file lies outside. */
function readOpened(file: string, open: () => number | undefined): FileText {
  let descriptor: number | undefined;
  try {
    descriptor = open();
    return descriptor === undefined ? unreadable(leavesWorkspace(file)) : readOpen(descriptor, file);
  } catch (error) {
    return unreadable(refused(file, error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

// Non-blocking, since a pipe may have taken the place of the file that was listed.
const TO_READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Opens what a path leads to in the end. */
function openTarget(realRoot: string, file: string): number | undefined {
  const target = realpathSync.native(path.join(realRoot, file));
  return liesWithin(realRoot, target, path.sep) ? openSync(target, TO_READ) : undefined;
}

/**
 * Opens what is no link itself, and so lies inside if its folder does. `undefined`: it is a link or cannot be opened,
 * its folder lies outside, or the system (Windows) does not know how to refuse links.
 */
function openBeside(realRoot: string, file: string, realFolder: (folder: string) => string): number | undefined {
  if (constants.O_NOFOLLOW === undefined) return undefined;
  const { dir, base } = path.parse(path.join(realRoot, file));
  try {
    const folder = realFolder(dir);
    if (!liesWithin(realRoot, folder, path.sep)) return undefined;
    return openSync(folder + path.sep + base, TO_READ | constants.O_NOFOLLOW);
  } catch {
    return undefined;
  }
}

function unreadable(problem: Finding): FileText {
  return { kind: 'unreadable', problem };
}

function readOpen(descriptor: number, file: string): FileText {
  const stat = fstatSync(descriptor);
  if (!stat.isFile()) return unreadable(notRegular(file));
  if (stat.size > LARGEST_FILE) return unreadable(tooLarge(file, stat.size));
  return decodeText(readFileSync(descriptor), file);
}

function decodeText(bytes: Uint8Array, file: string): FileText {
  try {
    // The decoder drops a byte order mark.
    return { kind: 'text', text: UTF_8.decode(bytes) };
  } catch {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const message = `\`${file}\` is not UTF-8 text${isUtf16 ? ' but UTF-16' : ''}`;
    return unreadable(inputProblem('file-unreadable', file, message, 'save it as UTF-8'));
  }
}
