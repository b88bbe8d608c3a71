import { readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { liesWithin } from '../manifests/input-problem.ts';
import { readFile } from '../manifests/read-file.ts';

/** What a path is. `outside`: it leads, by a link perhaps, out of what may be read. */
type Found = 'file' | 'folder' | 'absent' | 'outside' | 'other';

/** The files that a program may be given; paths are relative to the workspace root, forward slashes. */
export interface SourceTree {
  readonly look: (file: string) => Found;
  readonly text: (file: string) => string | undefined;
  /** Names in a folder, sorted. */
  readonly names: (folder: string) => readonly string[];
  readonly absolute: (file: string) => string;
}

/** The tree below `boundary` (a real path, in or equal to the real path `root`); nothing beside it is looked at. */
export function openSourceTree(root: string, boundary: string): SourceTree {
  const absolute = (file: string): string => path.join(root, ...file.split('/'));
  const look = (file: string): Found => {
    try {
      const target = realpathSync(absolute(file));
      if (!liesWithin(boundary, target, path.sep)) return 'outside';
      const stat = statSync(target);
      return stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other';
    } catch {
      return 'absent';
    }
  };
  return {
    look,
    text: (file) => {
      if (look(file) !== 'file') return undefined;
      const read = readFile(root, file);
      return read.kind === 'text' ? read.text : undefined;
    },
    names: (folder) => {
      try {
        return look(folder) === 'folder' ? readdirSync(absolute(folder)).sort() : [];
      } catch {
        // Whoever may not list it cannot render from it either, and the program says so.
        return [];
      }
    },
    absolute,
  };
}

/** A path written in a file of `folder`, from the root on; nothing where it leads above the root or is absolute. */
export function pathFrom(folder: string, written: string): string | undefined {
  if (written.startsWith('/')) return undefined;
  const joined = path.posix.normalize(path.posix.join(folder === '' ? '.' : folder, written)).replace(/\/$/, '');
  if (joined === '..' || joined.startsWith('../')) return undefined;
  return joined === '.' ? '' : joined;
}
