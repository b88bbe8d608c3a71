/** Patterns of a command, which start from `base`, as a suite in `folder` writes them; both relative to the workspace root. */
export function patternsFrom(patterns: readonly string[], base: string, folder: string): readonly string[] {
  return patterns.map((pattern) =>
    pattern.startsWith('!') ? `!${relative(pattern.slice(1), base, folder)}` : relative(pattern, base, folder),
  );
}

/** Relative to the suite, so that it finds the same files wherever the workspace is taken to begin. */
function relative(pattern: string, base: string, folder: string): string {
  const to = partsOf(pattern.startsWith('/') ? pattern : `${base}/${pattern}`);
  const from = partsOf(folder);
  let common = 0;
  while (common < from.length && common < to.length && from[common] === to[common]) common++;
  const way = [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
  // A name that begins like an exclusion or an absolute path must not become one.
  return way === '' ? '.' : way.startsWith('!') ? `./${way}` : way;
}

function partsOf(path: string): readonly string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}
