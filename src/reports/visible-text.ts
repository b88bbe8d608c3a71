// Controls (ANSI escapes among them), bidi and zero-width characters, line separators, lone surrogates, and all that a
// renderer would not draw: with them a name could look like another one, or steer the terminal that shows it. XML forbids
// U+FFFE and U+FFFF, which are no characters.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** The text with every character that cannot be seen written as `\u202e`; what this returns is always one line. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, codePointName);
}

/** Like {@link visibleText}, with line breaks and tabs as spaces: for prose and cells. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/\r\n|[\r\n\t]/g, ' '));
}

/** At most `length` UTF-16 units, the last one an ellipsis where something was cut. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  // A surrogate pair must not be cut in two.
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function codePointName(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}
