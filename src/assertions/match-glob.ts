import { Minimatch } from 'minimatch';

// Wildcards try every split of a name, so that many of them in one pattern cost more time than a check may take.
const MOST_WILDCARDS = 4;
const MOST_ALTERNATIVES = 100;

/** Whether a name has signs that stand for other text. */
export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** Why a pattern costs too much to match, if it does. */
export function refusedPattern(glob: string): string | undefined {
  if ((glob.match(/\*+/g)?.length ?? 0) > MOST_WILDCARDS) return `a pattern has at most ${MOST_WILDCARDS} \`*\``;
  const braces = glob.match(/\{[^{}]*\}/g) ?? [];
  if (braces.some((brace) => brace.includes('..'))) return 'a pattern takes no `{1..9}`';
  // Beyond its limit minimatch leaves alternatives out, and with them pods.
  const alternatives = braces.reduce((product, brace) => product * brace.split(',').length, 1);
  return alternatives > MOST_ALTERNATIVES ? `a pattern has at most ${MOST_ALTERNATIVES} alternatives` : undefined;
}

/** A test for names against a glob; a text without glob signs matches only itself. */
export function globMatcher(glob: string): (name: string) => boolean {
  if (!isGlob(glob)) return (name) => name === glob;
  const pattern = new Minimatch(glob, { dot: true, noext: true, nonegate: true, nocomment: true });
  return (name) => pattern.match(name);
}
