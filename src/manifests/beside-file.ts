/** A path written in a file, from the root of the workspace on; undefined where it leads out. */
export function besideFile(file: string, written: string): string | undefined {
  const parts = file.split('/').slice(0, -1);
  for (const part of written.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
