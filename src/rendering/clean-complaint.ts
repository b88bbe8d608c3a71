/** Longest part of a program's message that is shown. */
const LONGEST = 500;

/** What helm says after each error, which helps nobody here. */
const ADVICE = /^use --debug flag/i;

/**
 * What a program complains of, in one line: its last error with the lines that belong to it, without its own word for an
 * error and without the folder that the workspace happens to lie in. It is text of others: reports escape it.
 */
export function cleanComplaint(complaint: string, folders: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours and other commands to a terminal are what goes.
  const plain = complaint.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replaceAll('\r', '');
  const lines = plain
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !ADVICE.test(line));
  const isError = /^(?:error|fatal|panic):?\s/i;
  const found = lines.findLastIndex((line) => isError.test(line));
  const whole = (found === -1 ? lines.slice(-1) : lines.slice(found)).join(' ');
  const short = folders
    .reduce((text, folder) => text.replaceAll(`${folder}/`, '').replaceAll(folder, '.'), whole)
    .replace(isError, '')
    .replace(/[.\s]+$/, '');
  return short.length > LONGEST ? `${short.slice(0, LONGEST - 1)}…` : short;
}
