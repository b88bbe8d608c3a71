import { findingAt } from '../resources/finding-at.ts';
import { type LintedPort, type LintedRule, protocolsOf, rulesOf, titleOfRule } from './linted-rules.ts';
import { type Lint, namesOf } from './linted-world.ts';
import { findTranslations, type SinglePort, type Translation } from './translated-ports.ts';

/** A rule for the port of a Service, where the pods behind it listen on another: policies see the pods' ports. */
export const servicePortInPolicy: Lint = (world) => {
  const translationsOf = findTranslations(world);
  return rulesOf(world).flatMap((rule) =>
    (rule.ports === 'everything' ? [] : rule.ports).flatMap((port) => {
      const written = singlePort(port);
      if (written === undefined) return [];
      const meant = translationsOf(written, rule.destinations).find((one) => !isNamedToo(one, rule));
      if (meant === undefined) return [];
      const { service, target, behind } = meant;
      const message = `${titleOfRule(rule)} names port ${written.number}, which is the port of Service \`${service.namespace}/${service.name}\`; the pods behind it (${namesOf(behind)}) listen on ${target}`;
      return [
        findingAt('service-port-in-policy', message, port.origin, {
          help: `policies see the port of the pod, after the Service has translated it: write ${target}`,
          related: [{ at: service.origin, message: `the Service turns ${written.number} into ${target}` }],
        }),
      ];
    }),
  );
};

function singlePort({ protocol, port }: LintedPort): SinglePort | undefined {
  return port.kind === 'range' && port.first === port.last && protocol ? { protocol, number: port.first } : undefined;
}

/** Whether a rule names the port of the pods beside that of the Service. */
function isNamedToo({ target, port: { protocol, targetPort } }: Translation, { ports }: LintedRule): boolean {
  return (ports === 'everything' ? [] : ports).some(
    (written) =>
      protocolsOf(written).includes(protocol) &&
      (written.port.kind === 'all' ||
        (written.port.kind === 'range' && written.port.first <= target && target <= written.port.last) ||
        (written.port.kind === 'name' && written.port.name === targetPort)),
  );
}
