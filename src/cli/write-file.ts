import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Complaint } from '../gate/read-setting.ts';

/** What may be in the way of a file: nothing at all, or an older file that is replaced. */
export type WriteMode = 'new' | 'replace';

/** Writes a file, with its folder where there is none; gives what could not be done. `file` is as the user wrote it. */
export function writeFile(cwd: string, file: string, text: string, mode: WriteMode): Complaint | undefined {
  const place = path.resolve(cwd, file);
  try {
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text, { flag: mode === 'new' ? 'wx' : 'w' });
    return undefined;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    return {
      message: `\`${file}\` cannot be written: ${reason}`,
      help: 'name a file in a folder that may be written to',
    };
  }
}
