import type { Finding } from '../findings/finding.ts';
import { below } from '../source/source-ref.ts';
import { checkSchema } from './check-schema.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import { fieldOf, fieldsOf, listOf, type ManifestObject, stringOf, withoutNulls } from './manifest-object.ts';
import { checkMetadata, formatIdentity, type Identity } from './read-identity.ts';
import { isPortNumber, isProtocol } from './read-pod-template.ts';
import type { Service, ServicePort } from './resources.ts';
import type { ServiceExposure } from './route.ts';
import { isInternal } from './route-reading.ts';
import { trimmed } from './trimmed.ts';
import { SERVICE_SCHEMA } from './workload-schema.ts';

/** A Service after defaulting, with findings for what the API server refuses. */
export function readService(
  object: ManifestObject,
  identity: Identity,
  isContested: boolean,
): { readonly service: Service; readonly findings: readonly Finding[] } {
  const title = `Service \`${formatIdentity(identity)}\``;
  const value = withoutNulls(object.written);
  const findings = checkSchema(SERVICE_SCHEMA, { value, title, origin: object.origin }).map(({ finding }) => finding);
  const report: FindingSink = (finding) => findings.push(finding);
  checkMetadata(object, title, report);
  const spec = fieldOf(value, 'spec');
  const exposure = readExposure(object, value);
  if (exposure.type === 'unknown') report(notAType(fieldOf(spec, 'type'), title, object));
  const selector = readSelector(spec);
  const service: Service = {
    namespace: identity.namespace ?? '',
    name: identity.name,
    ...(selector === undefined ? {} : { selector }),
    // A headless Service gives clients the pods' own addresses: nothing maps its ports.
    ports: trimmed(
      listOf(fieldOf(spec, 'ports')).flatMap((entry) =>
        readServicePort(entry).map((port) => (exposure.headless ? asHeadless(port) : port)),
      ),
    ),
    exposure,
    ...(identity.landed && { landed: identity.landed }),
    ...doubtOf(title, findings, isContested),
    origin: object.origin,
  };
  return { service, findings };
}

function doubtOf(title: string, findings: readonly Finding[], isContested: boolean): Pick<Service, 'doubt'> {
  if (isContested) return { doubt: `${title} is defined twice with different texts` };
  const refused = findings.some(({ severity }) => severity === 'error');
  return refused ? { doubt: `the API server would refuse ${title}` } : {};
}

function asHeadless(port: ServicePort): ServicePort {
  const { targetPort } = port;
  return { ...port, targetPort: port.port, ...(targetPort !== port.port && { endpointPort: targetPort }) };
}

const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const;

function readExposure(object: ManifestObject, value: unknown): ServiceExposure {
  const spec = fieldOf(value, 'spec');
  const type = TYPES.find((known) => known === (fieldOf(spec, 'type') ?? 'ClusterIP')) ?? 'unknown';
  const externalName = stringOf(fieldOf(spec, 'externalName'));
  return {
    type,
    headless: fieldOf(spec, 'clusterIP') === 'None',
    hasExternalIPs: listOf(fieldOf(spec, 'externalIPs')).length > 0,
    sourceRanges: listOf(fieldOf(spec, 'loadBalancerSourceRanges')).filter((range) => typeof range === 'string'),
    // ServiceSpec: `externalTrafficPolicy` defaults to `Cluster`.
    externalTrafficPolicy: fieldOf(spec, 'externalTrafficPolicy') === 'Local' ? 'Local' : 'Cluster',
    ...(externalName !== undefined && { externalName }),
    internal: isInternal(fieldOf(fieldOf(object.written, 'metadata'), 'annotations')),
  };
}

function notAType(type: unknown, title: string, { origin }: ManifestObject): Finding {
  const message = `\`${String(type)}\` is not a type of Service, in ${title}`;
  const help = `it is one of ${TYPES.map((known) => `\`${known}\``).join(', ')}`;
  return findingAt('invalid-field', message, below(origin, 'spec', 'type'), { help });
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
