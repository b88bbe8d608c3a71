import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { Finding } from '../findings/finding.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import { findingAt } from '../resources/finding-at.ts';
import { type LintedPort, type LintedRule, protocolsOf, rulesOf, titleOfRule } from './linted-rules.ts';
import { type Lint, namesOf } from './linted-world.ts';

/** A port by name that none of the pods it speaks of declares: it admits nothing. */
export const undeclaredNamedPort: Lint = (world) => {
  const known = new Map<readonly PodEndpoint[], ReadonlySet<string> | 'any'>();
  return rulesOf(world).flatMap((rule) => {
    const { ports, destinations } = rule;
    const named = ports === 'everything' ? [] : ports.filter(({ port }) => port.kind === 'name');
    if (named.length === 0 || destinations.length === 0) return [];
    const declared = known.get(destinations) ?? declaredBy(destinations);
    known.set(destinations, declared);
    return declared === 'any' ? [] : named.flatMap((port) => lintPort(port, rule, declared));
  });
};

/** The ports that pods declare by name, as `TCP http`; any, if those of some pod are not known. */
function declaredBy(pods: readonly PodEndpoint[]): ReadonlySet<string> | 'any' {
  const declared = new Set<string>();
  for (const { namedPorts } of pods) {
    if (namedPorts === undefined) return 'any';
    for (const { protocol, name } of namedPorts) declared.add(`${protocol} ${name}`);
  }
  return declared;
}

function lintPort(written: LintedPort, rule: LintedRule, declared: ReadonlySet<string>): readonly Finding[] {
  const { port, origin } = written;
  const { destinations } = rule;
  const protocols = protocolsOf(written);
  if (port.kind !== 'name' || protocols.some((protocol) => declared.has(`${protocol} ${port.name}`))) return [];
  const ofProtocol = protocols.length === 1 ? ` for ${protocols[0]}` : '';
  const message = `${titleOfRule(rule)} names port \`${port.name}\`, which no container of ${namesOf(destinations)} declares${ofProtocol}`;
  return [findingAt('undeclared-named-port', message, origin, { help: helpFor(port.name, destinations) })];
}

function helpFor(name: string, pods: readonly PodEndpoint[]): string {
  const declared = pods.flatMap(({ namedPorts }) => namedPorts ?? []);
  const sameName = declared.find((port) => port.name === name);
  if (sameName !== undefined)
    return `it is declared for ${sameName.protocol}: write \`protocol: ${sameName.protocol}\``;
  const near = didYouMean(suggest(name, new Set(declared.map((port) => port.name))));
  return near ?? `give a container port the name \`${name}\`, or write the number`;
}
