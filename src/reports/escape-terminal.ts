import { visibleLine } from './visible-text.ts';

/** Text from a manifest as a terminal or a job log may show it: one line without controls and without commands. */
export function escapeTerminal(text: string): string {
  return splitCommands(visibleLine(text));
}

/**
 * The line with what the runner would take for a command taken apart: `##[` anywhere, `::` where a line could begin
 * with it. An IPv6 address such as `::1` stays whole, for no command is made of hexadecimal digits alone.
 */
export function splitCommands(line: string): string {
  return line.replaceAll('##[', '# #[').replace(/^(\s*):(?=:(?![0-9a-f:./-]*(?:\s|$)))/i, '$1: ');
}
