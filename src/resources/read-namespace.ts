import type { Finding } from '../findings/finding.ts';
import { checkSchema } from './check-schema.ts';
import { fieldOf, fieldsOf, type ManifestObject, withoutNulls } from './manifest-object.ts';
import { NAME_LABEL } from './name-label.ts';
import { checkMetadata, type Identity } from './read-identity.ts';
import type { Namespace } from './resources.ts';
import { NAMESPACE_SCHEMA } from './workload-schema.ts';

/** A namespace and its labels; none if they cannot all be read, for then they are not known. */
export function readNamespace(
  object: ManifestObject,
  identity: Identity,
): { readonly namespace?: Namespace; readonly findings: readonly Finding[] } {
  const title = `Namespace \`${identity.name}\``;
  const checked = { value: withoutNulls(object.written), title, origin: object.origin };
  const findings = checkSchema(NAMESPACE_SCHEMA, checked).map(({ finding }) => finding);
  checkMetadata(object, title, (finding) => findings.push(finding));
  if (findings.length > 0) return { findings };
  const labels = fieldsOf(fieldOf(fieldOf(object.written, 'metadata'), 'labels'));
  const { name } = identity;
  // The API server sets this label whatever the object says.
  const all = new Map([...Object.entries(labels), [NAME_LABEL, name]] as [string, string][]);
  return { namespace: { name, labels: all, origin: object.origin }, findings };
}
