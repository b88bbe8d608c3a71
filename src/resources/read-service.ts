import type { Finding } from '../findings/finding.ts';
import { checkSchema } from './check-schema.ts';
import { fieldOf, fieldsOf, listOf, type ManifestObject, stringOf, withoutNulls } from './manifest-object.ts';
import { checkMetadata, formatIdentity, type Identity } from './read-identity.ts';
import { isPortNumber, isProtocol } from './read-pod-template.ts';
import type { Service, ServicePort } from './resources.ts';
import { SERVICE_SCHEMA } from './workload-schema.ts';

/** A Service after defaulting, with findings for what the API server refuses. */
export function readService(
  object: ManifestObject,
  identity: Identity,
): { readonly service: Service; readonly findings: readonly Finding[] } {
  const title = `Service \`${formatIdentity(identity)}\``;
  const value = withoutNulls(object.written);
  const findings = checkSchema(SERVICE_SCHEMA, { value, title, origin: object.origin }).map(({ finding }) => finding);
  checkMetadata(object, title, (finding) => findings.push(finding));
  const spec = fieldOf(value, 'spec');
  const selector = readSelector(spec);
  const service: Service = {
    namespace: identity.namespace ?? '',
    name: identity.name,
    ...(selector === undefined ? {} : { selector }),
    // A headless Service gives clients the pods' own addresses: nothing maps its ports.
    ports: listOf(fieldOf(spec, 'ports')).flatMap((entry) =>
      readServicePort(entry).map((port) =>
        fieldOf(spec, 'clusterIP') === 'None' ? { ...port, targetPort: port.port } : port,
      ),
    ),
    origin: object.origin,
  };
  return { service, findings };
}

// A selector that is not wholly text selects pods nobody can name here: better none than a wider one.
function readSelector(spec: unknown): ReadonlyMap<string, string> | undefined {
  const entries = Object.entries(fieldsOf(fieldOf(spec, 'selector')));
  const isUsable = entries.length > 0 && entries.every(([, value]) => typeof value === 'string');
  // ServiceSpec: the selector is ignored if the type is ExternalName.
  return isUsable && fieldOf(spec, 'type') !== 'ExternalName' ? new Map(entries as [string, string][]) : undefined;
}

function readServicePort(entry: unknown): readonly ServicePort[] {
  const port = fieldOf(entry, 'port');
  const protocol = fieldOf(entry, 'protocol') ?? 'TCP';
  const target = fieldOf(entry, 'targetPort');
  const name = stringOf(fieldOf(entry, 'name'));
  if (!isPortNumber(port) || !isProtocol(protocol)) return [];
  // ServicePort: "If this is not specified, the value of the 'port' field is used (an identity map)."
  const targetPort = target === undefined || target === 0 || target === '' ? port : target;
  if (typeof targetPort !== 'string' && !isPortNumber(targetPort)) return [];
  return [{ ...(name ? { name } : {}), port, protocol, targetPort }];
}
