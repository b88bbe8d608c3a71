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
  if (schema.type !== undefined && !hasType(value, schema.type)) refuse(visit, schema, value, 'type');
  if (typeof value === 'number' && Number.isFinite(value)) checkNumber(schema, value, visit);
  if (typeof value === 'string') checkText(schema, value, visit);
  if (schema.enum !== undefined && !schema.enum.includes(value)) refuse(visit, schema, value, 'enum');
  if (Array.isArray(value)) checkList(schema, value, visit);
  else if (isFields(value)) checkFields(schema, value, visit);
}

function refuse(visit: Visit, schema: Schema, value: unknown, keyword: keyof Schema, key?: string): void {
  visit.errors.push({ keyword, path: [...visit.path], value, schema, ...(key !== undefined && { key }) });
}

function hasType(value: unknown, type: NonNullable<Schema['type']>): boolean {
  if (typeof type === 'object') return type.some((one) => hasType(value, one));
  switch (type) {
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

function checkNumber(schema: Schema, value: number, visit: Visit): void {
  if (schema.maximum !== undefined && value > schema.maximum) refuse(visit, schema, value, 'maximum');
  if (schema.minimum !== undefined && value < schema.minimum) refuse(visit, schema, value, 'minimum');
}

function checkText(schema: Schema, value: string, visit: Visit): void {
  const { minLength, pattern } = schema;
  if (minLength !== undefined && [...value].length < minLength) refuse(visit, schema, value, 'minLength');
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) refuse(visit, schema, value, 'pattern');
}

function checkList(schema: Schema, list: readonly unknown[], visit: Visit): void {
  const { minItems, maxItems, items } = schema;
  if (maxItems !== undefined && list.length > maxItems) refuse(visit, schema, list, 'maxItems');
  if (minItems !== undefined && list.length < minItems) refuse(visit, schema, list, 'minItems');
  if (items === undefined) return;
  for (let index = 0; index < list.length; index++) checkBelow(index, items, list[index], visit);
}

function checkFields(schema: Schema, value: Readonly<Record<string, unknown>>, visit: Visit): void {
  const { minProperties, required = NO_KEYS, properties, additionalProperties } = schema;
  if (minProperties !== undefined && Object.keys(value).length < minProperties) {
    refuse(visit, schema, value, 'minProperties');
  }
  for (const key of required) if (value[key] === undefined) refuse(visit, schema, value, 'required', key);
  if (additionalProperties !== undefined) checkOthers(schema, value, visit);
  for (const key in properties) {
    const field = value[key];
    if (field !== undefined) checkBelow(key, properties[key] as Schema, field, visit);
  }
}

const NO_KEYS: readonly string[] = [];

function checkOthers(schema: Schema, value: Readonly<Record<string, unknown>>, visit: Visit): void {
  const { properties, additionalProperties: others } = schema;
  for (const key of Object.keys(value)) {
    if (properties !== undefined && Object.hasOwn(properties, key)) continue;
    if (others) checkBelow(key, others, value[key], visit);
    else refuse(visit, schema, value, 'additionalProperties', key);
  }
}

function checkBelow(key: string | number, schema: Schema, value: unknown, visit: Visit): void {
  visit.path.push(key);
  checkValue(schema, value, visit);
  visit.path.pop();
}
