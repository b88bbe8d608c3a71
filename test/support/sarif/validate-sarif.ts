import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

/** The official schema of SARIF 2.1.0 as its authors published it. */
export const SARIF_SCHEMA: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'sarif-2.1.0-rtm.5.json'), 'utf8'),
);

const isUriReference = (text: string): boolean =>
  /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/.test(text) && URL.canParse(text, 'https://a');

function compile() {
  const { id: _, $schema: __, ...schema } = SARIF_SCHEMA;
  const formats = {
    uri: (text: string) => isUriReference(text) && URL.canParse(text),
    'uri-reference': isUriReference,
    'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  };
  return new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, formats }).compile(schema);
}

const validate = compile();

/** What the schema has against a text; empty for valid SARIF. */
export function faultsOfSarif(text: string): readonly string[] {
  if (validate(JSON.parse(text))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
