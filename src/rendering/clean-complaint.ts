/** Longest part of a program's message that is shown. */
const LONGEST = 500;

/**
 * The line of a program's complaint that matters, without its own word for an error and without the folder that the
 * workspace happens to lie in. It is text of others: reports escape it.
 */
export function cleanComplaint(complaint: string, folders: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours and other commands to a terminal are what goes.
  const plain = complaint.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replaceAll('\r', '');
  const lines = plain
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const isError = /^(?:error|fatal|panic):?\s/i;
  const found = lines.findLastIndex((line) => isError.test(line));
  const line = (found === -1 ? lines.at(-1) : lines[found]) ?? '';
  // An error that goes over several lines says the essential in the next one.
  const whole = line.endsWith(':') && found !== -1 ? `${line} ${lines[found + 1] ?? ''}` : line;
  const short = folders
    .reduce((text, folder) => text.replaceAll(`${folder}/`, '').replaceAll(folder, '.'), whole)
    .replace(isError, '')
    .replace(/[.\s]+$/, '');
  return short.length > LONGEST ? `${short.slice(0, LONGEST - 1)}…` : short;
}
