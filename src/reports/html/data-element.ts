import { type Html, html } from './safe-html.ts';

// `<` and `>` could end or open an element, U+2028 and U+2029 end a line in old scripts, and the runner takes `##[` for
// a command. JSON has all of them in strings only, where an escape means the same.
const UNSAFE = /[<>&\u2028\u2029]|##(?=\[)/g;

/** Data for the script of a page, in an element that is no script to the browser. */
export function dataElement(id: string, data: unknown): Html {
  const json = JSON.stringify(data).replace(UNSAFE, (text) => [...text].map(escaped).join(''));
  return html`<script type="application/json" id="${id}">${{ markup: json }}</script>`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
