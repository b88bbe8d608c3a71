import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Finding } from '../findings/finding.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import { below, type KeyPath, type SourceRef, underlining } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import { describeValue, type Fields, fieldOf, fieldsOf, isFields } from './manifest-object.ts';
import type { Schema } from './schema-parts.ts';

/** What is being checked, for the words and places of the findings. */
export interface CheckedValue {
  /** As the API server decodes it. */
  readonly value: unknown;
  /** `NetworkPolicy` `shop/db`, with its backticks. */
  readonly title: string;
  readonly origin: SourceRef;
  /** What is left if a client drops the field `key` that should have stood at `path`; undefined: nothing to say. */
  readonly meaningWithout?: (key: string) => string | undefined;
}

/** One violation, and the path of the value (or of the refused key) it is about. */
export interface Violation {
  readonly path: KeyPath;
  readonly isUnknownKey: boolean;
  readonly finding: Finding;
}

const ajv = new Ajv2020({ allErrors: true, strict: false, strictNumbers: true, verbose: true });
const compiled = new Map<Schema, ValidateFunction>();

/** Every place at which a value departs from a schema, one violation each. */
export function checkSchema(schema: Schema, checked: CheckedValue): readonly Violation[] {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  if (validate(checked.value)) return [];
  const wrongTypes = new Set((validate.errors ?? []).filter(isTypeError).map((error) => error.instancePath));
  return (validate.errors ?? [])
    .filter((error) => isTypeError(error) || !wrongTypes.has(error.instancePath))
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

function isTypeError(error: ErrorObject): boolean {
  return error.keyword === 'type';
}

function violationOf(error: ErrorObject, checked: CheckedValue): Violation {
  const path = readPointer(error.instancePath, checked.value);
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params['additionalProperty']);
    return { path: [...path, key], isUnknownKey: true, finding: unknownField(error, path, key, checked) };
  }
  return { path, isUnknownKey: false, finding: wrongValue(error, path, checked) };
}

function unknownField(error: ErrorObject, path: KeyPath, key: string, checked: CheckedValue): Finding {
  const properties = fieldsOf(error.parentSchema?.['properties']);
  const home = homeOf(key, properties);
  const meant = home === undefined ? suggest(key, Object.keys(properties)) : undefined;
  const where = path.length === 0 ? checked.title : `\`${formatPath(path)}\` of ${checked.title}`;
  const advice = home === undefined ? didYouMean(meant) : `move it ${home};`;
  const dropped = home === undefined ? checked.meaningWithout?.(meant ?? key) : undefined;
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

/** Where a key that stands a level too high belongs, in words: ``below `podSelector` ``. */
function homeOf(key: string, properties: Fields): string | undefined {
  const has = (schema: unknown): boolean => Object.hasOwn(fieldsOf(fieldOf(schema, 'properties')), key);
  const homes = Object.entries(properties).flatMap(([name, schema]) => {
    if (has(schema)) return [`below \`${name}\``];
    return has(fieldOf(schema, 'items')) ? [`into an entry of \`${name}\``] : [];
  });
  return homes.length === 0 ? undefined : homes.join(' or ');
}

function wrongValue(error: ErrorObject, path: KeyPath, checked: CheckedValue): Finding {
  const value = path.reduce<unknown>(
    (at, key) => (Array.isArray(at) ? at[key as number] : fieldOf(at, String(key))),
    checked.value,
  );
  const name = `\`${formatPath(path)}\` of ${checked.title}`;
  const at = below(checked.origin, ...path);
  const params = error.params;
  switch (error.keyword) {
    case 'type':
      return wrongType(value, String(params['type']), name, path, at);
    case 'enum':
      return wrongWord(value, params['allowedValues'] as readonly string[], name, at);
    case 'required':
      return findingAt('invalid-field', `${name} has no \`${params['missingProperty']}\``, at, {
        help: `write \`${params['missingProperty']}\`; the API server refuses it without`,
      });
    case 'minimum':
    case 'maximum':
      return findingAt('invalid-field', `${name} is ${value}, but a port is a number from 1 to 65535`, at, {
        help: 'write a number from 1 to 65535',
      });
    case 'maxItems':
      return findingAt('invalid-field', `${name} has more than ${params['limit']} entries`, at, {
        help: 'remove the repeated ones',
      });
    default:
      return findingAt('invalid-field', `${name} is not accepted: it ${error.message ?? 'is wrong'}`, at);
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

/** The keys of a JSON pointer, with numbers where the value has a list. */
function readPointer(pointer: string, value: unknown): KeyPath {
  const path: (string | number)[] = [];
  let at = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(at) ? Number(key) : key);
    at = Array.isArray(at) ? at[Number(key)] : isFields(at) ? at[key] : undefined;
  }
  return path;
}
