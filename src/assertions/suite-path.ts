/**
 * A path of a suite from the workspace root on, without `.` and `..`: it starts from the suite's folder or, with a leading
 * `/`, from the root. Nothing where it leads out of the workspace.
 */
export function suitePath(suiteFile: string, path: string): string | undefined {
  const folder = suiteFile.includes('/') ? suiteFile.slice(0, suiteFile.lastIndexOf('/')) : '';
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
