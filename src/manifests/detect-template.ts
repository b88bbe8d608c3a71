/** A line with its quoted strings and its comment blanked, so that what is left has the same columns. */
function unquoted(line: string): string {
  const blanked = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, (quoted) => ' '.repeat(quoted.length));
  return blanked.replace(/(^|\s)#.*$/, '$1');
}

/**
 * Where a template action (`{{`) stands that broke the YAML around it: outside quotes and comments, on the line of a
 * mistake or one line off. Actions elsewhere, as in the text of a dashboard, do not make a file a template.
 */
export function templateActionNear(text: string, mistakes: readonly number[]): number | undefined {
  if (!text.includes('{{')) return undefined;
  for (const mistake of mistakes) {
    for (const start of linesAround(text, mistake)) {
      const end = text.indexOf('\n', start);
      const at = unquoted(text.slice(start, end === -1 ? text.length : end)).indexOf('{{');
      if (at !== -1) return start + at;
    }
  }
  return undefined;
}

/** The starts of the line that holds an offset and of its neighbours, the line itself first. */
function linesAround(text: string, offset: number): readonly number[] {
  const own = text.lastIndexOf('\n', Math.min(offset, text.length) - 1) + 1;
  const previous = own === 0 ? 0 : text.lastIndexOf('\n', own - 2) + 1;
  const next = text.indexOf('\n', own) + 1;
  return [own, previous, ...(next === 0 ? [] : [next])];
}

/** Tells of each file whether it is a template of a Helm chart: below a folder `templates` next to a `Chart.yaml`. */
export function chartTemplates(files: Iterable<string>): (file: string) => boolean {
  const folders: string[] = [];
  for (const file of files) {
    if (/(^|\/)Chart\.ya?ml$/.test(file)) folders.push(`${file.slice(0, file.lastIndexOf('/') + 1)}templates/`);
  }
  return (file) => folders.some((folder) => file.startsWith(folder));
}
