import { type Document, type ParsedNode, parseDocument, Schema, visit, YAMLParseError } from 'yaml';
import { type Indented, indentQuoted } from './indent-quoted.ts';

// Every plain scalar stays text here: `decode-scalar.ts` types it as kubectl does. A schema object of our own also
// keeps a `%YAML` directive from changing the types.
const SCHEMA = new Schema({ schema: 'failsafe', resolveKnownTags: false, merge: false });

type Parsed = Document.Parsed<ParsedNode>;

/** What the parser says of a quote without end. */
const UNCLOSED = 'Missing closing quote';

// The lexer cuts a quoted scalar off before a line that is not indented. Where what it leaves ends in an escaped quote,
// the parser takes it for a scalar that is closed, and says nothing.
const MAY_BE_CUT_OFF = /(?:''|\\")[ \t]*\r?\n/;

/** Parses the text of one document to nodes with offsets; duplicate keys and aliases are left to the decoder. */
export function parseYaml(text: string): Parsed {
  const parsed = parseStrictly(text);
  if (parsed.errors.length === 0 && !MAY_BE_CUT_OFF.test(text)) return parsed;
  const repair = indentQuoted(text);
  switch (repair.kind) {
    case 'sound':
      return parsed;
    case 'indented':
      return withOriginalRanges(parseStrictly(repair.text), repair);
    case 'unclosed':
      parsed.errors.unshift(new YAMLParseError([repair.start, repair.start + 1], 'MISSING_CHAR', UNCLOSED));
      return parsed;
  }
}

function parseStrictly(text: string): Parsed {
  return parseDocument(text, {
    schema: SCHEMA,
    prettyErrors: false,
    uniqueKeys: false,
    strict: true,
    // `silent` would keep quiet about a second document, too.
    logLevel: 'error',
  });
}

function withOriginalRanges(document: Parsed, { toOriginal }: Indented): Parsed {
  visit(document, {
    Node: (_, node) => {
      if (node.range) node.range = [toOriginal(node.range[0]), toOriginal(node.range[1]), toOriginal(node.range[2])];
    },
  });
  for (const error of document.errors) error.pos = [toOriginal(error.pos[0]), toOriginal(error.pos[1])];
  return document;
}
