import type { History } from './open-history.ts';

/** A thing in the tree of a commit. */
export interface TreeEntry {
  /** From the folder that was asked for, forward slashes. */
  readonly file: string;
  readonly kind: 'file' | 'link' | 'submodule';
  readonly object: string;
  /** In bytes; 0 for a submodule and for a file that a partial clone does not have. */
  readonly size: number;
}

/** All that a commit holds below a folder (`''` for everything), or git's reason why it cannot be told. */
export function readTree(history: History, commit: string, folder: string): readonly TreeEntry[] | string {
  const where = folder === '' ? commit : `${commit}:${folder}`;
  const answer = history.run({ args: ['ls-tree', '-r', '-z', '-l', '--full-tree', where] });
  if (answer.kind === 'failed') return answer.says;
  const entries = answer.output.toString('utf8').split('\0').filter(Boolean).map(entryOf);
  if (entries.some((entry) => entry === undefined || !isOrdinary(entry.file))) {
    return 'it holds a path that no checkout could hold';
  }
  return entries.filter((entry) => entry !== undefined);
}

/** What the next commit would hold below a folder, of the user's repository; nothing where git does not tell. */
export function readIndex(history: History, folder: string): readonly TreeEntry[] {
  const answer = history.ask('ls-files', '--stage', '-z');
  if (answer.kind === 'failed') return [];
  const start = folder === '' ? '' : `${folder}/`;
  return answer.output
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      // `100644 <hash> 0\t<path>`
      const [, mode, object, file] = /^(\d+) ([0-9a-f]+) \d\t(.+)$/s.exec(line) ?? [];
      if (mode === undefined || object === undefined || file?.startsWith(start) !== true) return [];
      return [{ file: file.slice(start.length), kind: kindOf(mode), object, size: 0 }];
    });
}

/** `100644 blob <hash>     <size>\t<path>`; the size of what is not there is `BAD`. */
function entryOf(line: string): TreeEntry | undefined {
  const [, mode, object, size, file] = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-|BAD)\t(.+)$/s.exec(line) ?? [];
  if (mode === undefined || object === undefined || file === undefined) return undefined;
  return { file, kind: kindOf(mode), object, size: Number(size) || 0 };
}

// A tree is data of whoever made it; git refuses such names when it checks out, and so do we.
function isOrdinary(file: string): boolean {
  return file.split('/').every((part) => {
    if (part === '' || part === '.' || part === '..' || /^\.git$/i.test(part)) return false;
    return process.platform !== 'win32' || !/[\\:]/.test(part);
  });
}

const kindOf = (mode: string): TreeEntry['kind'] =>
  mode === '160000' ? 'submodule' : mode === '120000' ? 'link' : 'file';
