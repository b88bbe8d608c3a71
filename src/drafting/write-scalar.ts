// Texts that YAML would take for another type, if no quotes stood around them.
const OTHER_TYPES = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
const WORD = /^(?:\.\.?\/)*[A-Za-z][A-Za-z0-9_./*-]*$/;
// YAML 1.2, 7.3.3: a plain scalar begins with no indicator and holds neither `: ` nor ` #`.
const SENTENCE = /^[A-Za-z0-9](?:[A-Za-z0-9_./*,|=!()<>[\]-]|:(?=[A-Za-z0-9*])| (?=[^\s#]))*$/;

/** A value of YAML that reads back as this very text: plain where that is beyond doubt, else in quotes. */
export function writeScalar(text: string): string {
  return WORD.test(text) && !OTHER_TYPES.test(text) ? text : inQuotes(text);
}

/** What JSON puts into quotes YAML reads as well; what cannot be seen is escaped, too, so that a reader sees it. */
function inQuotes(text: string): string {
  return JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** The same for a value on a line of its own, where spaces, commas and brackets need no quotes. */
export function writeLine(text: string): string {
  // With a space it is neither a number nor a word of another type.
  return text.includes(' ') && SENTENCE.test(text) ? text : writeScalar(text);
}
