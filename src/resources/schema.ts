type TypeName = 'string' | 'integer' | 'boolean' | 'array' | 'object';

/**
 * What of JSON Schema, draft 2020-12, is read here. A keyword that this does not name would have no effect, so it cannot
 * be written.
 */
export interface Schema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: TypeName | readonly TypeName[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** In Unicode code points. */
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly minProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  /** Of the keys that `properties` does not list; false: there may be none. */
  readonly additionalProperties?: Schema | false;
}

/** The types that a schema admits; none: all. */
export function typesOf({ type }: Schema): readonly TypeName[] {
  return type === undefined ? [] : [type].flat();
}
