import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a copy does not need, or has as links. */
const NOT_COPIED: ReadonlySet<string> = new Set(['.git', 'build', 'coverage', 'dist', 'node_modules']);

/** Copies a repository into a temporary folder, its installed packages as links; returns the folder. */
export function copyTree(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'netpol-gate-mutant-'));
  for (const entry of readdirSync(root)) {
    if (!NOT_COPIED.has(entry)) cpSync(join(root, entry), join(copy, entry), { recursive: true });
  }
  // A link to each package and not one to the folder, because Vite and Vitest keep their caches in it.
  mkdirSync(join(copy, 'node_modules'));
  for (const entry of readdirSync(join(root, 'node_modules'))) {
    if (!entry.startsWith('.')) symlinkSync(join(root, 'node_modules', entry), join(copy, 'node_modules', entry));
  }
  return copy;
}
