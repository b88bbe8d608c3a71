import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { liesWithin } from '../manifests/input-problem.ts';

/**
 * Where a program is, as an absolute path. Only absolute entries of `PATH` count, and none inside the workspace: a pull
 * request could put a program there, or in the working directory.
 */
export function findTool(name: string, searchPath: string, workspace: string): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  for (const folder of searchPath.split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const found = names.map((file) => path.join(folder, file)).find((file) => isUsable(file, workspace));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isUsable(file: string, workspace: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() && !liesWithin(workspace, realpathSync(file), path.sep);
  } catch {
    return false;
  }
}
