// Texts that YAML would take for another type, if no quotes stood around them.
const OTHER_TYPES = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
const WORD = /^(?:\.\.?\/)*[A-Za-z][A-Za-z0-9_./*-]*$/;
// YAML 1.2, 7.3.3: a plain scalar begins with no indicator and holds neither `: ` nor ` #`.
const SENTENCE = /^[A-Za-z0-9](?:[A-Za-z0-9_./*,|=!()<>[\]-]|:(?=[A-Za-z0-9*])| (?=[^\s#]))*$/;

/** A value of YAML that reads back as this very text: plain where that is beyond doubt, else in quotes. */
export function writeScalar(text: string): string {
  return WORD.test(text) && !OTHER_TYPES.test(text) ? text : JSON.stringify(text);
}

/** The same for a value on a line of its own, where spaces, commas and brackets need no quotes. */
export function writeLine(text: string): string {
  // With a space it is neither a number nor a word of another type.
  return text.includes(' ') && SENTENCE.test(text) ? text : writeScalar(text);
}
