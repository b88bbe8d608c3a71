/** What a page of the gate is made of, read without a browser. */
export interface PageElements {
  /** The content security policy. */
  readonly policy: string;
  readonly styles: readonly string[];
  /** Scripts that run. */
  readonly scripts: readonly string[];
  /** Text of the elements that hold data. */
  readonly data: readonly string[];
  /** All tags outside of scripts and styles: names with their attributes. */
  readonly tags: readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[];
  /** The texts between tags, still escaped. */
  readonly texts: readonly string[];
}

const RAW = /<(script|style)([^>]*)>([\s\S]*?)<\/\1>/g;
const TAG = /<(\/?[a-z0-9!]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/g;
const ATTRIBUTE = /([a-z-]+)(?:="([^"]*)")?/g;

/** Takes a page apart as the HTML standard does with well-formed text; throws where something else stands in it. */
export function takeApart(page: string): PageElements {
  const raw = [...page.matchAll(RAW)].map(([, name, attributes = '', text = '']) => ({ name, attributes, text }));
  const rest = page.replace(RAW, '');
  const tags = [...rest.matchAll(TAG)].map(([, name = '', attributes = '']) => ({
    name,
    attributes: Object.fromEntries([...attributes.matchAll(ATTRIBUTE)].map(([, key, value = '']) => [key, value])),
  }));
  const texts = rest.split(TAG_ALONE);
  const stray = texts.find((text) => /[<>]/.test(text));
  if (stray !== undefined) throw new Error(`markup that is not ours: ${stray}`);
  const isData = ({ attributes }: (typeof raw)[number]): boolean => attributes.includes('application/json');
  return {
    policy: tags.find(({ attributes }) => attributes['http-equiv'] !== undefined)?.attributes['content'] ?? '',
    styles: raw.filter(({ name }) => name === 'style').map(({ text }) => text),
    scripts: raw.filter((one) => one.name === 'script' && !isData(one)).map(({ text }) => text),
    data: raw.filter(isData).map(({ text }) => text),
    tags,
    texts,
  };
}

const TAG_ALONE = new RegExp(TAG.source.replaceAll('((?:', '(?:(?:').replace('<(', '<(?:'), 'g');
