import type { Finding } from '../findings/finding.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import { below, type KeyPath, type SourceRef, underlining } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import { describeValue, fieldOf } from './manifest-object.ts';
import type { Schema } from './schema.ts';
import { type SchemaError, validate } from './validate.ts';

/** What is being checked, for the words and places of the findings. */
export interface CheckedValue {
  /** As the API server decodes it. */
  readonly value: unknown;
  /** `NetworkPolicy` `shop/db`, with its backticks. */
  readonly title: string;
  readonly origin: SourceRef;
  /** What is left if a client drops the field `key` of the object at `path`; undefined: nothing to say. */
  readonly meaningWithout?: (key: string, path: KeyPath) => string | undefined;
}

/** One violation, and the path of the value (or of the refused key) it is about. */
export interface Violation {
  readonly path: KeyPath;
  readonly isUnknownKey: boolean;
  readonly finding: Finding;
}

/** Every place at which a value departs from a schema, one violation each. */
export function checkSchema(schema: Schema, checked: CheckedValue): readonly Violation[] {
  const errors = validate(schema, checked.value);
  const ofWrongType = new Set(errors.filter(isTypeError).map(({ path }) => pointerTo(path)));
  return errors
    .filter((error) => isTypeError(error) || !ofWrongType.has(pointerTo(error.path)))
    .map((error) => violationOf(error, checked));
}

/** `spec.ingress[0].from`, or `metadata.labels['app/name']`. */
function formatPath(path: KeyPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${text}['${key}']`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

function isTypeError({ keyword }: SchemaError): boolean {
  return keyword === 'type';
}

function pointerTo(path: KeyPath): string {
  return JSON.stringify(path);
}

function violationOf(error: SchemaError, checked: CheckedValue): Violation {
  const { keyword, path, key } = error;
  if (keyword === 'additionalProperties' && key !== undefined) {
    return { path: [...path, key], isUnknownKey: true, finding: unknownField(error, key, checked) };
  }
  return { path, isUnknownKey: false, finding: wrongValue(error, checked) };
}

function unknownField({ path, value, schema }: SchemaError, key: string, checked: CheckedValue): Finding {
  const properties = schema.properties ?? {};
  const plural = pluralOf(key, fieldOf(value, key), properties);
  const home = plural === undefined ? homeOf(key, properties) : undefined;
  const meant = plural ?? (home === undefined ? suggest(key, Object.keys(properties)) : undefined);
  const where = path.length === 0 ? checked.title : `\`${formatPath(path)}\` of ${checked.title}`;
  const advice = home === undefined ? didYouMean(meant) : `move it ${home};`;
  const dropped = home === undefined ? checked.meaningWithout?.(meant ?? key, path) : undefined;
  const meaning = dropped ?? 'an object without what it says';
  const consequence = `the API server refuses an unknown field, and a client that drops it leaves ${meaning}`;
  return findingAt(
    'unknown-field',
    `\`${key}\` is not a field of ${where}`,
    underlining(below(checked.origin, ...path, key), 'key'),
    {
      help: advice === undefined ? consequence : `${advice} ${consequence}`,
    },
  );
}

/** The field that is meant by a list under a word for one of its entries: `ports` for `port`. */
function pluralOf(key: string, value: unknown, properties: NonNullable<Schema['properties']>): string | undefined {
  return Array.isArray(value) && Object.hasOwn(properties, `${key}s`) ? `${key}s` : undefined;
}

/** Where a key that stands a level too high belongs, in words: ``below `podSelector` ``. */
function homeOf(key: string, properties: NonNullable<Schema['properties']>): string | undefined {
  const has = (schema: Schema | undefined): boolean => Object.hasOwn(schema?.properties ?? {}, key);
  const homes = Object.entries(properties).flatMap(([name, schema]) => {
    if (has(schema)) return [`below \`${name}\``];
    return has(schema.items) ? [`into an entry of \`${name}\``] : [];
  });
  return homes.length === 0 ? undefined : homes.join(' or ');
}

function wrongValue({ keyword, path, value, schema, key }: SchemaError, checked: CheckedValue): Finding {
  const name = `\`${formatPath(path)}\` of ${checked.title}`;
  const at = below(checked.origin, ...path);
  switch (keyword) {
    case 'type':
      return wrongType(value, String(schema.type), name, path, at);
    case 'enum':
      return wrongWord(value, (schema.enum ?? []).map(String), name, at);
    case 'required':
      return findingAt('invalid-field', `${name} has no \`${key}\``, at, {
        help: `write \`${key}\`; the API server refuses it without`,
      });
    case 'minimum':
    case 'maximum':
      return findingAt('invalid-field', `${name} is ${value}, but a port is a number from 1 to 65535`, at, {
        help: 'write a number from 1 to 65535',
      });
    case 'maxItems':
      return findingAt('invalid-field', `${name} has more than ${schema.maxItems} entries`, at, {
        help: 'remove the repeated ones',
      });
    default:
      return findingAt('invalid-field', `${name} is not accepted`, at);
  }
}

function wrongType(value: unknown, type: string, name: string, path: KeyPath, at: SourceRef): Finding {
  const found = describeValue(value);
  const key = path.findLast((part) => typeof part === 'string') ?? '';
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean' || value === null)) {
    return findingAt('not-a-string', `${name} must be a string, but it is ${found}`, at, {
      help:
        value === null
          ? `write a value, or \`''\` for the empty one`
          : `without quotes kubectl reads it as ${found}, and the API server refuses that; put the text in quotes`,
    });
  }
  return findingAt('invalid-field', `${name} must be ${TYPE_WORDS[type] ?? type}, but it is ${found}`, at, {
    help: typeHelp(value, type, key),
  });
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map',
  string: 'a string',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  'integer,string': 'a whole number or a name',
};

function typeHelp(value: unknown, type: string, key: string): string {
  if (type === 'array') return `begin each entry of \`${key}\` with \`- \``;
  if (type === 'object') {
    return Array.isArray(value)
      ? `remove the \`- \` below \`${key}\``
      : `write the fields of \`${key}\` on lines of their own below it`;
  }
  if (type === 'integer' && typeof value === 'string') return 'remove the quotes or write a number';
  return `write ${TYPE_WORDS[type] ?? type}`;
}

function wrongWord(value: unknown, words: readonly string[], name: string, at: SourceRef): Finding {
  const meant = suggest(String(value), words) ?? words.find((word) => word === SAME_MEANING.get(String(value)));
  const choice = words
    .map((word) => `\`${word}\``)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
  return findingAt('invalid-field', `${name} is \`${value}\`, but it can only be ${choice}`, at, {
    help: meant === undefined ? `write ${choice}` : (didYouMean(meant) ?? ''),
  });
}

/** Words of one API version, or of another dialect, that a different word stands for. */
const SAME_MEANING: ReadonlyMap<string, string> = new Map([
  ['Allow', 'Accept'],
  ['Accept', 'Allow'],
  ['Drop', 'Deny'],
  ['Reject', 'Deny'],
]);
