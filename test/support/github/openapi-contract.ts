import { readFileSync } from 'node:fs';
import type { AnySchema, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';

/** An operation of GitHub's API that a request was matched to, with its path parameters. */
export interface MatchedOperation {
  readonly id: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What the contract says of a request. */
interface RequestVerdict {
  readonly operation: MatchedOperation | undefined;
  readonly violations: readonly string[];
}

/** Judges requests and responses by GitHub's own OpenAPI description. */
export interface Contract {
  readonly judgeRequest: (method: string, url: URL, body: unknown) => RequestVerdict;
  readonly judgeResponse: (operation: MatchedOperation, status: number, body: unknown) => readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema: { readonly type: string };
}

type Content = { readonly 'application/json'?: { readonly schema: object } };

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly ({ readonly $ref: string } | Parameter)[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly $ref: string } | { readonly content?: Content }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

/** Reads the committed part of the description. */
export function loadContract(): Contract {
  const text = readFileSync(new URL('openapi-subset.json', import.meta.url), 'utf8');
  const description = JSON.parse(text) as Description;
  const compile = schemaCompiler(description);
  const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods));
  return {
    judgeRequest: (method, url, body) => {
      const found = findOperation(description, method, url.pathname);
      if (found === undefined) return { operation: undefined, violations: [`no operation ${method} ${url.pathname}`] };
      const { operation, values } = found;
      const parameters = operation.parameters.map((parameter) => resolveParameter(description, parameter));
      const violations = [
        ...judgeParameters(parameters, values, url.searchParams),
        ...judgeBody(operation, body, compile),
      ];
      return { operation: { id: operation.operationId, parameters: values }, violations };
    },
    judgeResponse: ({ id }, status, body) => {
      const operation = operations.find(({ operationId }) => operationId === id);
      return operation === undefined
        ? [`no operation ${id}`]
        : judgeResponse(description, operation, status, body, compile);
    },
  };
}

type Compile = (schema: object, closed: boolean) => ValidateFunction;

function schemaCompiler(description: Description): Compile {
  // Formats are GitHub's own (`repo.nwo`, `timestamp`), so only shapes are judged.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'github', components: { schemas: normalise(description.components.schemas) } } as AnySchema);
  const compiled = new Map<object, ValidateFunction>();
  return (schema, closed) => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    // GitHub's schemas let unknown keys of a request pass, which would hide a misspelt one.
    const validate = ajv.compile({ ...(normalise(schema) as object), ...(closed && { additionalProperties: false }) });
    compiled.set(schema, validate);
    return validate;
  };
}

// OpenAPI 3.0 writes `nullable: true`, also without a `type`, which JSON Schema does not know.
function normalise(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(normalise);
  if (schema === null || typeof schema !== 'object') return schema;
  const { nullable, ...rest } = schema as Readonly<Record<string, unknown>>;
  const result = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? value.replace('#/', 'github#/') : normalise(value),
    ]),
  );
  return nullable === true ? { anyOf: [result, { type: 'null' }] } : result;
}

function findOperation(description: Description, method: string, pathname: string) {
  const given = pathname.split('/');
  for (const [template, methods] of Object.entries(description.paths)) {
    const operation = methods[method.toLowerCase()];
    const values = operation === undefined ? undefined : matchPath(template.split('/'), given);
    if (operation !== undefined && values !== undefined) return { operation, values };
  }
  return undefined;
}

function matchPath(template: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (template.length !== given.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{')) values[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return values;
}

function resolveParameter(description: Description, parameter: { readonly $ref: string } | Parameter): Parameter {
  if (!('$ref' in parameter)) return parameter;
  const found = description.components.parameters[parameter.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`the description lacks ${parameter.$ref}`);
  return found;
}

function judgeParameters(
  parameters: readonly Parameter[],
  values: Readonly<Record<string, string>>,
  query: URLSearchParams,
): readonly string[] {
  const judge = (place: Parameter['in'], name: string, value: string): readonly string[] => {
    const parameter = parameters.find((candidate) => candidate.in === place && candidate.name === name);
    if (parameter === undefined) return [`unknown ${place} parameter ${name}`];
    const fits = parameter.schema.type !== 'integer' || /^\d+$/.test(value);
    return fits && value !== '' ? [] : [`${place} parameter ${name} is "${value}", not ${parameter.schema.type}`];
  };
  return [
    ...Object.entries(values).flatMap(([name, value]) => judge('path', name, value)),
    ...[...query].flatMap(([name, value]) => judge('query', name, value)),
  ];
}

function judgeBody({ requestBody }: Operation, body: unknown, compile: Compile): readonly string[] {
  const schema = requestBody?.content['application/json']?.schema;
  if (schema === undefined) return body === undefined ? [] : ['the operation takes no body'];
  if (body === undefined) return requestBody?.required === true ? ['the body is missing'] : [];
  return failures(compile(schema, true), body, 'request');
}

function judgeResponse(
  description: Description,
  operation: Operation,
  status: number,
  body: unknown,
  compile: Compile,
): readonly string[] {
  const declared = operation.responses[status];
  // Tokens, limits and outages answer alike everywhere; the description does not repeat them for each operation.
  if (declared === undefined)
    return [401, 403, 404, 429, 500, 502, 503].includes(status) ? [] : [`undeclared status ${status}`];
  const response =
    '$ref' in declared ? description.components.responses[declared.$ref.split('/').at(-1) ?? ''] : declared;
  const schema = response?.content?.['application/json']?.schema;
  if (schema === undefined) return body === undefined ? [] : [`status ${status} has no body`];
  return failures(compile(schema, false), body, 'response');
}

function failures(validate: ValidateFunction, value: unknown, what: string): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${what} body${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
