import type { Finding } from '../findings/finding.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import { typesOf } from '../resources/schema.ts';
import { type SchemaError, validate } from '../resources/validate.ts';
import { below, type KeyPath, type SourceRef, underlining } from '../source/source-ref.ts';
import { SUITE_SCHEMA } from './suite-schema.ts';

/** What keeps a document from having the form of a suite, one finding a fault. */
export function checkSuiteShape(value: unknown, origin: SourceRef): readonly Finding[] {
  return validate(SUITE_SCHEMA, value).map((error) => findingOf(error, origin));
}

function findingOf(error: SchemaError, origin: SourceRef): Finding {
  const { message, help, at = below(origin, ...error.path) } = phrase(error, origin);
  return { code: 'invalid-suite', severity: 'error', message, ...(help !== undefined && { help }), at };
}

interface Phrase {
  readonly message: string;
  readonly help?: string | undefined;
  readonly at?: SourceRef;
}

function phrase(error: SchemaError, origin: SourceRef): Phrase {
  const { keyword, path, value, schema, key } = error;
  const what = path.length === 0 ? 'a suite' : `\`${nameOf(path)}\``;
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(String(key), error, origin);
    case 'required':
      return {
        message: `${what} has no \`${key}\``,
        help: `add \`${key}:\``,
      };
    case 'type':
      return {
        message: `${what} must be ${kindsOf(typesOf(schema))}, but is ${kindOf(value)}`,
        help: typeHelp(error),
      };
    case 'enum': {
      const words = (schema.enum ?? []).filter((word) => typeof word === 'string');
      const nearest = typeof value === 'string' ? didYouMean(suggest(value, words)) : undefined;
      const list = words.map((word) => `\`${word}\``).join(', ');
      return { message: `${what} cannot be \`${String(value)}\``, help: nearest ?? `it is one of ${list}` };
    }
    case 'minLength':
    // The one pattern of the schema: something beside blanks.
    case 'pattern':
      return { message: `${what} is empty`, help: 'write something' };
    case 'minItems':
    case 'minProperties':
      return { message: `${what} is empty`, help: 'write at least one' };
    case 'minimum':
      return { message: `${what} must be >= ${schema.minimum}` };
    case 'maximum':
      return { message: `${what} must be <= ${schema.maximum}` };
    default:
      return { message: `${what} is not valid` };
  }
}

function unknownKey(key: string, { path, schema }: SchemaError, origin: SourceRef): Phrase {
  const known = Object.keys(schema.properties ?? {});
  const owner = path.length === 0 ? 'a suite' : `\`${nameOf(path)}\``;
  const at = underlining(below(origin, ...path, key), 'key');
  if (/--?>/.test(key)) {
    const help =
      'a colon before a space makes YAML read a mapping; write `db:5432` without the space, or put quotes around the sentence';
    return { message: `this sentence is a mapping with the key \`${key}\``, help, at };
  }
  const nearest = didYouMean(suggest(key, known));
  return {
    message: `${owner} has no key \`${key}\``,
    help: nearest ?? `its keys are ${known.map((name) => `\`${name}\``).join(', ')}`,
    at,
  };
}

/** The last key that is a word: list positions say nothing to a reader. */
function nameOf(path: KeyPath): string {
  return String(path.findLast((key) => typeof key === 'string') ?? 'suite');
}

function typeHelp({ schema, value }: SchemaError): string | undefined {
  const scalar = ['number', 'boolean'].includes(typeof value);
  return typesOf(schema).includes('string') && scalar ? `put quotes around it: \`"${String(value)}"\`` : undefined;
}

function kindsOf(types: readonly string[]): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    object: 'a mapping',
    array: 'a list',
    integer: 'a whole number',
    boolean: '`true` or `false`',
  };
  return types.map((name) => names[name] ?? name).join(' or ');
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? 'text' : `the ${typeof value} \`${String(value)}\``;
}
