import { realpathSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from './list-files.ts';
import { createFileReader } from './read-file.ts';
import type { FileEntry, Workspace } from './workspace.ts';

/** Opens a folder of the file system; its files are listed when first asked for, and read one by one. */
export function openWorkspace(root: string): Workspace {
  const realRoot = realPath(root);
  let entries: readonly FileEntry[] | undefined;
  return {
    list: () => {
      entries ??= listFiles(realRoot);
      return entries;
    },
    read: createFileReader(realRoot),
  };
}

function realPath(root: string): string {
  try {
    return realpathSync.native(root);
  } catch {
    // Listing or reading it gives the finding.
    return path.resolve(root);
  }
}
