import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with the given files, removed when the test is over; `{ link }` makes a symbolic link. */
export function temporaryTree(files: Readonly<Record<string, string | { readonly link: string }>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'netpol-gate-tree-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    if (typeof content === 'string') writeFileSync(join(root, file), content);
    else symlinkSync(content.link, join(root, file));
  }
  return root;
}
