import type { PodEndpoint } from '../cluster/endpoint.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { Service } from '../resources/resources.ts';
import type { Protocol } from '../sets/connection-set.ts';
import { type LintedPort, type LintedRule, rulesOf } from './linted-rules.ts';
import { type Lint, namesOf } from './linted-world.ts';

interface SinglePort {
  readonly protocol: Protocol;
  readonly number: number;
}

/** A rule for the port of a Service, where the pods behind it listen on another: policies see the pods' ports. */
export const servicePortInPolicy: Lint = ({ resources, ...world }) =>
  rulesOf({ resources, ...world }).flatMap((rule) =>
    (rule.ports === 'everything' ? [] : rule.ports).flatMap((port) => {
      const written = singlePort(port);
      if (written === undefined) return [];
      for (const service of resources.services) {
        const behind = rule.destinations.filter((pod) => isBehind(service, pod));
        const target = behind.length > 0 ? meantTarget(service, behind, written, rule) : undefined;
        if (target === undefined || servesDirectly(resources.services, rule.destinations, written)) continue;
        const message = `${rule.title} names port ${written.number}, which is the port of Service \`${service.namespace}/${service.name}\`; the pods behind it (${namesOf(behind)}) listen on ${target}`;
        return [
          findingAt('service-port-in-policy', message, port.origin, {
            help: `policies see the port of the pod, after the Service has translated it: write ${target}`,
            related: [{ at: service.origin, message: `the Service turns ${written.number} into ${target}` }],
          }),
        ];
      }
      return [];
    }),
  );

function singlePort({ protocols, port }: LintedPort): SinglePort | undefined {
  const [protocol] = protocols;
  return port.kind === 'range' && port.first === port.last && protocol ? { protocol, number: port.first } : undefined;
}

function isBehind({ namespace, selector }: Service, pod: PodEndpoint): boolean {
  if (selector === undefined || selector.size === 0 || pod.namespace.name !== namespace) return false;
  return [...selector].every(([key, value]) => pod.labels.get(key) === value);
}

/** The port that all the pods have in the place of the Service's, if that is another one the rule does not name too. */
function meantTarget(
  service: Service,
  pods: readonly PodEndpoint[],
  written: SinglePort,
  { ports }: LintedRule,
): number | undefined {
  const entry = service.ports.find(({ port, protocol }) => port === written.number && protocol === written.protocol);
  if (entry === undefined) return undefined;
  const targets = new Set(pods.map((pod) => targetOn(pod, entry.targetPort, written.protocol)));
  const [target] = targets;
  if (targets.size !== 1 || target === undefined || target === written.number) return undefined;
  const isNamedToo = (ports === 'everything' ? [] : ports).some(
    ({ protocols, port }) =>
      protocols.includes(written.protocol) &&
      (port.kind === 'all' ||
        (port.kind === 'range' && port.first <= target && target <= port.last) ||
        (port.kind === 'name' && port.name === entry.targetPort)),
  );
  return isNamedToo ? undefined : target;
}

function targetOn(pod: PodEndpoint, targetPort: number | string, protocol: Protocol): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return pod.namedPorts?.find((port) => port.name === targetPort && port.protocol === protocol)?.number;
}

/** Whether pods listen on the port as written: a container declares it, or a Service leads to it. */
function servesDirectly(services: readonly Service[], pods: readonly PodEndpoint[], written: SinglePort): boolean {
  return pods.some(
    (pod) =>
      pod.declaredPorts.some(({ protocol, number }) => protocol === written.protocol && number === written.number) ||
      services
        .filter((service) => isBehind(service, pod))
        .flatMap(({ ports }) => ports)
        .some(
          ({ protocol, targetPort }) =>
            protocol === written.protocol && targetOn(pod, targetPort, protocol) === written.number,
        ),
  );
}
