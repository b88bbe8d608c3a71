import { Minimatch } from 'minimatch';

// Wildcards try every split of a name, so that many of them in one pattern cost more time than a check may take.
const MOST_WILDCARDS = 4;

/** Whether a name has signs that stand for other text. */
export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** Why a pattern costs too much to match, if it does. */
export function refusedPattern(glob: string): string | undefined {
  if ((glob.match(/\*+/g)?.length ?? 0) > MOST_WILDCARDS) return `a pattern has at most ${MOST_WILDCARDS} \`*\``;
  // An alternative that matches nothing would go unnoticed among the others.
  return /[{}]/.test(glob) ? 'a pattern takes no `{a,b}`: write `a | b`' : undefined;
}

/** A test for names against a glob; a text without glob signs matches only itself. */
export function globMatcher(glob: string): (name: string) => boolean {
  if (!isGlob(glob)) return (name) => name === glob;
  const pattern = new Minimatch(glob, { dot: true, noext: true, nonegate: true, nocomment: true });
  return (name) => pattern.match(name);
}
