import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import type { TreeEntry } from './read-tree.ts';

/**
 * Whether a place of the working tree holds something else than git has there. Line ends count as git's own conversion
 * (`core.autocrlf`) takes them; no filter is run, so what a filter changes is altered.
 */
export function isAltered(place: string, { kind, object }: TreeEntry): boolean {
  try {
    const isLink = kind === 'link' && lstatSync(place).isSymbolicLink();
    const content = isLink ? Buffer.from(readlinkSync(place)) : readFileSync(place);
    if (hashOf(content, object.length) === object) return false;
    return isLink || hashOf(withoutReturns(content), object.length) !== object;
  } catch {
    // A folder in the place of a file, for one.
    return true;
  }
}

// https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
function hashOf(content: Buffer, digits: number): string {
  const hash = createHash(digits > 40 ? 'sha256' : 'sha1');
  return hash.update(`blob ${content.length}\0`).update(content).digest('hex');
}

const withoutReturns = (content: Buffer): Buffer =>
  Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
