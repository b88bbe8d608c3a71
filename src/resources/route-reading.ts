import type { Finding } from '../findings/finding.ts';
import { checkSchema } from './check-schema.ts';
import type { FindingSink } from './finding-at.ts';
import { fieldOf, fieldsOf, type ManifestObject, withoutNulls } from './manifest-object.ts';
import { checkMetadata, formatIdentity, type Identity } from './read-identity.ts';
import type { Schema } from './schema.ts';

/** An object of exposure while it is read. */
export interface RouteReading {
  readonly object: ManifestObject;
  readonly namespace: string;
  readonly name: string;
  /** ``HTTPRoute `shop/web` ``. */
  readonly title: string;
  /** `spec` as the API server decodes it. */
  readonly spec: unknown;
  readonly internal: boolean;
  readonly findings: readonly Finding[];
  readonly report: FindingSink;
  /** Why the object may not be in the cluster as written; asked after everything has been reported. */
  readonly doubt: () => { readonly doubt?: string };
}

/** How an object came into the input, beside its own text. */
export interface Provenance {
  /** There is another text for the same object. */
  readonly isContested: boolean;
  /** The API server does not serve its version. */
  readonly isUnserved: boolean;
}

/** Checks an object against its schema (and metadata), and opens the reading of its spec. */
export function openRouteReading(
  object: ManifestObject,
  identity: Identity,
  schema: Schema,
  provenance: Provenance,
): RouteReading {
  const title = `${object.kind} \`${formatIdentity(identity)}\``;
  const value = withoutNulls(object.written);
  // The fields of another version are other fields.
  const findings = provenance.isUnserved
    ? []
    : checkSchema(schema, { value, title, origin: object.origin }).map(({ finding }) => finding);
  const report: FindingSink = (finding) => findings.push(finding);
  checkMetadata(object, title, report);
  return {
    object,
    namespace: identity.namespace ?? '',
    name: identity.name,
    title,
    spec: fieldOf(value, 'spec'),
    internal: isInternal(fieldOf(fieldOf(value, 'metadata'), 'annotations')),
    findings,
    report,
    doubt: () => doubtOf(title, findings, provenance),
  };
}

function doubtOf(title: string, findings: readonly Finding[], provenance: Provenance): { readonly doubt?: string } {
  if (provenance.isContested) return { doubt: `${title} is defined twice with different texts` };
  if (provenance.isUnserved) return { doubt: `the API server does not serve the version of ${title}` };
  if (findings.some(({ severity }) => severity === 'error')) return { doubt: `the API server would refuse ${title}` };
  return {};
}

/** Every cloud has its own annotation for load balancers of private networks; all have this word in them. */
export function isInternal(annotations: unknown): boolean {
  return Object.entries(fieldsOf(annotations)).some(
    ([key, value]) =>
      (/internal/i.test(key) && value !== 'false') || (typeof value === 'string' && /^internal$/i.test(value)),
  );
}
