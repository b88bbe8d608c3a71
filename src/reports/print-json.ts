// Characters that JSON allows in strings and that a terminal, an editor or the runner would obey instead of show.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** JSON in pure visible characters with a newline at the end; escapes change no value. */
export function printJson(value: object): string {
  const text = JSON.stringify(value, undefined, 2)
    .split('\n')
    .map((line) => line.replace(UNSEEN, unitEscapes))
    .join('\n');
  // The runner takes `##[` for a command wherever it stands in a line. Outside strings it never occurs.
  return `${text.replaceAll('##[', '#\\u0023[')}\n`;
}

function unitEscapes(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
