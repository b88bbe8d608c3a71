import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SUITE_SCHEMA } from '../../src/assertions/suite-schema.ts';
import { ADMIN_POLICY_SCHEMAS } from '../../src/resources/admin-policy-schema.ts';
import { NETWORK_POLICY_SCHEMA } from '../../src/resources/network-policy-schema.ts';
import * as routes from '../../src/resources/route-schemas.ts';
import { type Schema, typesOf } from '../../src/resources/schema.ts';
import { type SchemaError, validate } from '../../src/resources/validate.ts';
import * as workloads from '../../src/resources/workload-schema.ts';

const SCHEMAS: readonly (readonly [string, Schema])[] = [
  ['SUITE_SCHEMA', SUITE_SCHEMA],
  ['NETWORK_POLICY_SCHEMA', NETWORK_POLICY_SCHEMA],
  ...Object.entries(ADMIN_POLICY_SCHEMAS),
  ...Object.entries(workloads),
  ...Object.entries<Schema | object>(routes).flatMap(schemasIn),
];

/** An export is one schema or a map of them by kind. */
function schemasIn([name, value]: [string, Schema | object]): readonly (readonly [string, Schema])[] {
  return 'type' in value ? [[name, value]] : Object.entries(value);
}

const ajv = new Ajv2020({ allErrors: true, strict: false, strictNumbers: true, verbose: true });

interface Heard {
  readonly keyword: string;
  readonly pointer: string;
  readonly key: string | undefined;
  readonly value: unknown;
  readonly schema: unknown;
}

function byAjv(schema: Schema, value: unknown): readonly Heard[] {
  const accepts = ajv.compile(schema);
  accepts(value);
  return (accepts.errors ?? []).map(({ keyword, instancePath, params, data, parentSchema }: ErrorObject) => ({
    keyword,
    pointer: instancePath,
    key: params.missingProperty ?? params.additionalProperty,
    value: data,
    schema: parentSchema,
  }));
}

function byOurs({ keyword, path, key, value, schema }: SchemaError): Heard {
  const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { keyword, pointer, key, value, schema };
}

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, 1, 65535, 65536, -1, 1.5, Number.NaN, '', ' ', 'x', 10n, [], {}),
  fc.constantFrom<unknown>([1], ['a'], [{}], { a: 1 }, { a: { b: 'c' } }, JSON.parse('{"__proto__": 1, "a/b~c": {}}')),
);

/** Values that satisfy a schema, but for a slip here and there. */
function nearly(schema: Schema): fc.Arbitrary<unknown> {
  const meant = typesOf(schema).map((type) => ofType(type, schema));
  return fc.oneof(
    { arbitrary: anything, weight: 1 },
    ...(schema.enum === undefined ? [] : [{ arbitrary: fc.constantFrom(...schema.enum), weight: 12 }]),
    ...meant.map((arbitrary) => ({ arbitrary, weight: 12 })),
  );
}

function ofType(type: string, schema: Schema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return nearlyObject(schema);
    case 'array':
      return fc.array(nearly(schema.items ?? {}), { maxLength: 3 });
    case 'string':
      return fc.constantFrom('', ' ', 'a', '𝒜', 'TCP');
    case 'integer':
      return fc.constantFrom(0, 1, 80, 65535, 65536);
    default:
      return fc.boolean();
  }
}

function nearlyObject({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, nearly(schema)]));
  const keys = fc.constantFrom('a', 'a/b~c', 'frmo', '__proto__', 'constructor');
  const others = fc.dictionary(keys, additionalProperties ? nearly(additionalProperties) : anything, { maxKeys: 1 });
  const fields = fc.oneof(
    { arbitrary: fc.record(known, { requiredKeys: [...required] }), weight: 9 },
    { arbitrary: fc.record(known, { requiredKeys: [] }), weight: 1 },
  );
  return fc
    .tuple(fields, fc.oneof({ arbitrary: fc.constant({}), weight: 5 }, { arbitrary: others, weight: 1 }))
    .map(([some, more]) => ({ ...some, ...more }));
}

describe.each(SCHEMAS)('%s', (_, schema) => {
  it('finds in any value what ajv finds, in the same order', () => {
    fc.assert(
      fc.property(nearly(schema), (value) => {
        expect(validate(schema, value).map(byOurs)).toEqual(byAjv(schema, value));
      }),
      { numRuns: 500 },
    );
  });
});

describe('validate', () => {
  const all: Schema = {
    type: 'object',
    minProperties: 2,
    required: ['a', 'b'],
    properties: {
      number: { minimum: 2, maximum: 3 },
      text: { minLength: 2, pattern: '^a' },
      list: { minItems: 2, maxItems: 1, items: { type: 'string' } },
      word: { type: 'string', enum: ['x'] },
    },
    additionalProperties: { type: ['boolean', 'integer'] },
  };

  it.each<unknown>([
    { number: 1, text: 'b', list: [1], word: 'y', more: 'a' },
    { a: 1.5, b: Number.POSITIVE_INFINITY, number: 4, text: '𝒜', list: ['a', 2], word: 5 },
    { a: undefined, b: 1, number: Number.POSITIVE_INFINITY },
    { a: true, b: 2, number: Number.NaN, text: 5, list: 'a', word: null },
    {},
    [],
  ])('reads every keyword as ajv does in %j', (value) => {
    const errors = validate(all, value).map(byOurs);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors).toEqual(byAjv(all, value));
  });

  it('takes as wrong in a nested value the path that leads there, with numbers for lists', () => {
    const nested: Schema = { properties: { 'a/b': { items: { type: 'string' } } } };
    expect(validate(nested, { 'a/b': ['x', 7] })).toEqual([
      { keyword: 'type', path: ['a/b', 1], value: 7, schema: { type: 'string' } },
    ]);
  });
});
