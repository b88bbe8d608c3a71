import type { Workspace } from '../manifests/workspace.ts';
import type { Output } from './surroundings.ts';

const quietMilliseconds = 400;
const stepMilliseconds = 100;
const eraseLine = '\r\u001b[2K';

/** A workspace that tells how far the reading is once it takes long, and a way to wipe that away. */
export interface Watched {
  readonly workspace: Workspace;
  readonly finish: () => void;
}

/** Shows a running count on a terminal; only numbers, because names of files are not ours to print. */
export function watchReading(workspace: Workspace, output: Output, quiet: boolean): Watched {
  if (!output.isTTY || quiet) return { workspace, finish: () => undefined };
  const started = Date.now();
  let shown = started + quietMilliseconds - stepMilliseconds;
  let visible = false;
  let count = 0;
  return {
    workspace: {
      list: workspace.list,
      read: (file) => {
        count += 1;
        const now = Date.now();
        if (now - shown >= stepMilliseconds) {
          shown = now;
          visible = true;
          output.write(`${eraseLine}reading … ${count} files`);
        }
        return workspace.read(file);
      },
    },
    finish: () => {
      if (visible) output.write(eraseLine);
    },
  };
}
