import type { KeyPath } from '../source/source-ref.ts';
import { isFields } from './manifest-object.ts';
import type { Schema } from './schema.ts';

/** One keyword of a schema that a value does not satisfy. */
export interface SchemaError {
  readonly keyword: keyof Schema;
  /** Of the value, from the one that was validated. */
  readonly path: KeyPath;
  readonly value: unknown;
  /** The one whose keyword it is. */
  readonly schema: Schema;
  /** The key that is missing (`required`) or must not be there (`additionalProperties`). */
  readonly key?: string;
}

/** Every keyword that a value does not satisfy, in the order in which ajv lists them with `allErrors`. */
export function validate(schema: Schema, value: unknown): readonly SchemaError[] {
  const visit: Visit = { path: [], errors: [] };
  checkValue(schema, value, visit);
  return visit.errors;
}

interface Visit {
  /** Of the value being checked; grows and shrinks on the way. */
  readonly path: (string | number)[];
  readonly errors: SchemaError[];
}

function checkValue(schema: Schema, value: unknown, visit: Visit): void {
  const refuse = (keyword: keyof Schema, key?: string): void => {
    visit.errors.push({ keyword, path: [...visit.path], value, schema, ...(key !== undefined && { key }) });
  };
  if (!hasType(value, schema.type)) refuse('type');
  if (typeof value === 'number' && Number.isFinite(value)) checkNumber(schema, value, refuse);
  if (typeof value === 'string') checkText(schema, value, refuse);
  if (schema.enum !== undefined && !schema.enum.includes(value)) refuse('enum');
  if (Array.isArray(value)) checkList(schema, value, visit, refuse);
  else if (isFields(value)) checkFields(schema, value, visit, refuse);
}

type Refuse = (keyword: keyof Schema, key?: string) => void;

function hasType(value: unknown, type: Schema['type']): boolean {
  if (typeof type === 'object') return type.some((one) => hasType(value, one));
  switch (type) {
    case undefined:
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isFields(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function checkNumber({ minimum, maximum }: Schema, value: number, refuse: Refuse): void {
  if (maximum !== undefined && value > maximum) refuse('maximum');
  if (minimum !== undefined && value < minimum) refuse('minimum');
}

function checkText({ minLength, pattern }: Schema, value: string, refuse: Refuse): void {
  if (minLength !== undefined && [...value].length < minLength) refuse('minLength');
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) refuse('pattern');
}

function checkList(
  { minItems, maxItems, items }: Schema,
  list: readonly unknown[],
  visit: Visit,
  refuse: Refuse,
): void {
  if (maxItems !== undefined && list.length > maxItems) refuse('maxItems');
  if (minItems !== undefined && list.length < minItems) refuse('minItems');
  if (items === undefined) return;
  for (const [index, item] of list.entries()) checkBelow(index, items, item, visit);
}

function checkFields(schema: Schema, value: Readonly<Record<string, unknown>>, visit: Visit, refuse: Refuse): void {
  const { minProperties, required = [], properties = {}, additionalProperties: others } = schema;
  if (minProperties !== undefined && Object.keys(value).length < minProperties) refuse('minProperties');
  for (const key of required) if (value[key] === undefined) refuse('required', key);
  if (others !== undefined) {
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(properties, key)) continue;
      if (others === false) refuse('additionalProperties', key);
      else checkBelow(key, others, value[key], visit);
    }
  }
  for (const key in properties) {
    const field = value[key];
    if (field !== undefined) checkBelow(key, properties[key] as Schema, field, visit);
  }
}

function checkBelow(key: string | number, schema: Schema, value: unknown, visit: Visit): void {
  visit.path.push(key);
  checkValue(schema, value, visit);
  visit.path.pop();
}
