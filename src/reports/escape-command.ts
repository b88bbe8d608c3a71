import { visibleText } from './visible-text.ts';

/** Text for the message of a workflow command; its line breaks stay, encoded. */
export function escapeCommandData(text: string): string {
  return encode(seen(text));
}

/** Text for a property (`file=`, `title=`) of a workflow command. */
export function escapeCommandProperty(text: string): string {
  return encode(seen(text).replaceAll('\n', ' ')).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

// Line feeds are the only controls a message may have: we put them between our own sentences.
const seen = (text: string): string => text.split('\n').map(visibleText).join('\n').replaceAll('##[', '# #[');

const encode = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
