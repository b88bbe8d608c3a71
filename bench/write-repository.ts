import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of a generated repository. */
export interface GeneratedFile {
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** How much was written: bytes of text, and files. */
export interface Written {
  readonly bytes: number;
  readonly files: number;
}

/** Writes a generated repository into a folder, with an empty `.git` so that it is a workspace of its own. */
export function writeRepository(folder: string, files: Iterable<GeneratedFile>): Written {
  let bytes = 0;
  let count = 0;
  const made = new Set<string>();
  for (const { file, text } of files) {
    const place = join(folder, file);
    const parent = dirname(place);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(place, text);
    bytes += Buffer.byteLength(text);
    count += 1;
  }
  mkdirSync(join(folder, '.git'), { recursive: true });
  return { bytes, files: count };
}
