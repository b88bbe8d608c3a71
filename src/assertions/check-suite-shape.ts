import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

import type { Finding } from '../findings/finding.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import { below, type KeyPath, type SourceRef, underlining } from '../source/source-ref.ts';
import { SUITE_SCHEMA } from './suite-schema.ts';

let validate: ValidateFunction | undefined;

/** What keeps a document from having the form of a suite, one finding a fault. */
export function checkSuiteShape(value: unknown, origin: SourceRef): readonly Finding[] {
  validate ??= new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false, verbose: true }).compile(
    SUITE_SCHEMA,
  );
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => findingOf(error, value, origin));
}

function findingOf(error: ErrorObject, root: unknown, origin: SourceRef): Finding {
  const path = keyPathOf(error.instancePath, root);
  const { message, help, at = below(origin, ...path) } = phrase(error, path, origin);
  return { code: 'invalid-suite', severity: 'error', message, ...(help !== undefined && { help }), at };
}

interface Phrase {
  readonly message: string;
  readonly help?: string | undefined;
  readonly at?: SourceRef;
}

function phrase(error: ErrorObject, path: KeyPath, origin: SourceRef): Phrase {
  const { params } = error;
  const what = path.length === 0 ? 'a suite' : `\`${nameOf(path)}\``;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(String(params.additionalProperty), error, path, origin);
    case 'required':
      return {
        message: `${what} has no \`${String(params.missingProperty)}\``,
        help: `add \`${String(params.missingProperty)}:\``,
      };
    case 'type':
      return {
        message: `${what} must be ${kindsOf(params.type)}, but is ${kindOf(error.data)}`,
        help: typeHelp(error),
      };
    case 'enum': {
      const allowed: readonly unknown[] = params.allowedValues;
      const values = allowed.filter((value) => typeof value === 'string');
      const nearest = typeof error.data === 'string' ? didYouMean(suggest(error.data, values)) : undefined;
      const list = values.map((value) => `\`${value}\``).join(', ');
      return { message: `${what} cannot be \`${String(error.data)}\``, help: nearest ?? `it is one of ${list}` };
    }
    case 'minLength':
    // The one pattern of the schema: something beside blanks.
    case 'pattern':
      return { message: `${what} is empty`, help: 'write something' };
    case 'minItems':
    case 'minProperties':
      return { message: `${what} is empty`, help: 'write at least one' };
    default:
      return { message: `${what} ${error.message ?? 'is not valid'}` };
  }
}

function unknownKey(key: string, error: ErrorObject, path: KeyPath, origin: SourceRef): Phrase {
  const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
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

function typeHelp(error: ErrorObject): string | undefined {
  const wanted = [error.params.type].flat();
  const scalar = ['number', 'boolean'].includes(typeof error.data);
  return wanted.includes('string') && scalar ? `put quotes around it: \`"${String(error.data)}"\`` : undefined;
}

function kindsOf(type: unknown): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    object: 'a mapping',
    array: 'a list',
    integer: 'a whole number',
    boolean: '`true` or `false`',
  };
  return [type]
    .flat()
    .map((name) => names[String(name)] ?? String(name))
    .join(' or ');
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? 'text' : `the ${typeof value} \`${String(value)}\``;
}

function keyPathOf(pointer: string, root: unknown): KeyPath {
  const path: (string | number)[] = [];
  let value: unknown = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(key) : key);
    value = (value as Record<string, unknown>)[key];
  }
  return path;
}
