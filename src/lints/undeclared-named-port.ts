import type { PodEndpoint } from '../cluster/endpoint.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import { findingAt } from '../resources/finding-at.ts';
import { type LintedPort, rulesOf } from './linted-rules.ts';
import { type Lint, namesOf } from './linted-world.ts';

/** A port by name that none of the pods it speaks of declares: it admits nothing. */
export const undeclaredNamedPort: Lint = (world) =>
  rulesOf(world).flatMap(({ title, ports, destinations }) => {
    if (ports === 'everything' || destinations.length === 0) return [];
    return ports.flatMap((port) => {
      if (port.port.kind !== 'name') return [];
      const { name } = port.port;
      if (destinations.some((pod) => mayDeclare(pod, name, port))) return [];
      const message = `${title} names port \`${name}\`, which no container of ${namesOf(destinations)} declares${protocolOf(port)}`;
      return [findingAt('undeclared-named-port', message, port.origin, { help: helpFor(name, destinations) })];
    });
  });

function mayDeclare({ namedPorts }: PodEndpoint, name: string, { protocols }: LintedPort): boolean {
  return namedPorts?.some((port) => port.name === name && protocols.includes(port.protocol)) ?? true;
}

function protocolOf({ protocols }: LintedPort): string {
  return protocols.length === 1 ? ` for ${protocols[0]}` : '';
}

function helpFor(name: string, pods: readonly PodEndpoint[]): string {
  const declared = pods.flatMap(({ namedPorts }) => namedPorts ?? []);
  const sameName = declared.find((port) => port.name === name);
  if (sameName !== undefined)
    return `it is declared for ${sameName.protocol}: write \`protocol: ${sameName.protocol}\``;
  const near = didYouMean(suggest(name, new Set(declared.map((port) => port.name))));
  return near ?? `give a container port the name \`${name}\`, or write the number`;
}
