/** One fault put into the source, and the tests that must notice it. */
export interface Mutant {
  /** What is broken: a sentence true of the mutated system. */
  readonly name: string;
  readonly file: string;
  /** A text that occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Test files or folders, of which one must fail. */
  readonly killedBy: readonly string[];
}

/** The text with the fault in it; throws where `find` does not occur exactly once or nothing would change. */
export function mutate(text: string, { name, file, find, replace }: Mutant): string {
  const occurrences = find === '' ? 0 : text.split(find).length - 1;
  if (occurrences !== 1) throw new Error(`"${name}": its text occurs ${occurrences} times in ${file}, not once`);
  if (find === replace) throw new Error(`"${name}" changes nothing`);
  return text.replace(find, () => replace);
}
