/** An element of an XML document without mixed content. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

// XML 1.0, production 2: every other character makes a document ill-formed, also as a reference.
const CHARACTERS = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads the XML that reports use, strictly: no comments, no CDATA, no entities of its own. Throws for all else. */
export function readXml(text: string): XmlElement {
  if (!CHARACTERS.test(text)) throw new Error('a character that XML forbids');
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  if (!text.startsWith(head)) throw new Error('no declaration');
  const { element, rest } = readElement(text.slice(head.length).trim());
  if (rest.trim() !== '') throw new Error(`something behind the root: ${rest.slice(0, 40)}`);
  return element;
}

function readElement(text: string): { readonly element: XmlElement; readonly rest: string } {
  const open = /^<([a-z]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>/.exec(text);
  if (!open) throw new Error(`no element: ${text.slice(0, 40)}`);
  const [whole, name = '', written = '', closed] = open;
  const attributes = readAttributes(written);
  let rest = text.slice(whole.length);
  if (closed === '/') return { element: { name, attributes, children: [], text: '' }, rest };
  const children: XmlElement[] = [];
  let content = '';
  while (!rest.startsWith('</')) {
    const [said = ''] = /^[^<]*/.exec(rest) ?? [];
    content += resolve(said);
    rest = rest.slice(said.length);
    if (rest.startsWith('</')) break;
    const child = readElement(rest);
    children.push(child.element);
    rest = child.rest;
  }
  if (!rest.startsWith(`</${name}>`)) throw new Error(`\`${name}\` is not closed: ${rest.slice(0, 40)}`);
  if (children.length > 0 && content.trim() !== '') throw new Error(`\`${name}\` has mixed content`);
  return { element: { name, attributes, children, text: content }, rest: rest.slice(name.length + 3) };
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  const entries = [...text.matchAll(/([a-z]+)="([^"<]*)"/g)].map(([, key = '', value = '']) => [key, resolve(value)]);
  if (new Set(entries.map(([key]) => key)).size !== entries.length) throw new Error('an attribute stands twice');
  return Object.fromEntries(entries);
}

function resolve(text: string): string {
  return text.replace(/&([^;&]*)(;?)/g, (whole, name: string, end: string) => {
    const number = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name);
    const character = number
      ? String.fromCodePoint(number[1] ? Number.parseInt(number[1], 16) : Number(number[2]))
      : NAMED[name];
    if (end === '' || character === undefined || !CHARACTERS.test(character))
      throw new Error(`not a reference: ${whole}`);
    return character;
  });
}
