import type { Claim, Group, PortTerm, Scope, Target, Term } from '../../src/assertions/claim.ts';
import { formatRequirement } from '../../src/assertions/nearest-miss.ts';
import type { LabelSelector } from '../../src/resources/label-selector.ts';
import { addressRanges, familyOf, formatAddress } from '../../src/sets/address-set.ts';
import { ALL_CONNECTIONS, trafficOf } from '../../src/sets/connection-set.ts';
import { equals } from '../../src/sets/interval-set.ts';

/** The sentence that a claim came from, in one canonical spelling. */
export function formatClaim(claim: Claim): string {
  if (claim.kind === 'isolation') {
    const direction = claim.directions.length === 1 ? ` ${claim.directions[0]}` : '';
    return `${formatGroup(claim.group)} isolated${direction}`;
  }
  if (claim.kind === 'no-new') return `no new connections ${claim.end} ${formatGroup(claim.group)}`;
  const targets = claim.targets.map(formatTarget).join(' | ');
  return `${claim.onlyFrom ? 'only ' : ''}${formatGroup(claim.from)} ${claim.arrow} ${claim.onlyTo ? 'only ' : ''}${targets}`;
}

export function formatGroup({ terms, except }: Group): string {
  const list = (some: readonly Term[]): string => some.map((term) => formatTerm(term, false)).join(' | ');
  return except.length === 0 ? list(terms) : `${list(terms)} except ${list(except)}`;
}

function formatTarget({ group, ports, onlyPorts }: Target): string {
  const [term] = group.terms;
  if (term === undefined) throw new Error('a target has one term');
  const suffix = ports === undefined ? '' : `:${onlyPorts ? 'only ' : ''}${ports.map(formatPort).join(',')}`;
  return `${formatTerm(term, ports !== undefined)}${suffix}`;
}

function formatTerm(term: Term, brackets: boolean): string {
  switch (term.kind) {
    case 'place':
      return term.place;
    case 'address': {
      const text = formatCidr(term.addresses);
      return brackets && text.includes(':') ? `[${text}]` : text;
    }
    case 'pods': {
      const pods = term.selector.requirements.length === 0 ? 'pods' : `pods[${formatSelector(term.selector)}]`;
      return `${term.any ? 'any ' : ''}${formatScope(term.scope)}${pods}`;
    }
    case 'name': {
      const kind = term.podKind === undefined ? '' : `${term.podKind}:`;
      return `${term.any ? 'any ' : ''}${formatScope(term.scope)}${kind}${term.glob}`;
    }
  }
}

function formatScope(scope: Scope | undefined): string {
  if (scope === undefined) return '';
  return scope.kind === 'glob' ? `${scope.glob}/` : `namespaces[${formatSelector(scope.selector)}]/`;
}

function formatSelector({ requirements }: LabelSelector): string {
  return requirements.map(formatRequirement).join(',');
}

function formatPort(port: PortTerm): string {
  if (port.kind === 'name') return `${port.name}/${port.protocol.toLowerCase()}`;
  if (equals(port.traffic, ALL_CONNECTIONS)) return '*';
  return trafficOf(port.traffic)
    .map(({ protocol, first, last }) => {
      const numbers = first === 1 && last === 65535 ? '*' : first === last ? first : `${first}-${last}`;
      return `${numbers}/${protocol.toLowerCase()}`;
    })
    .join(',');
}

function formatCidr(addresses: readonly bigint[]): string {
  const [[first, last] = [0n, 0n]] = addressRanges(addresses);
  const bits = familyOf(first) === 4 ? 32 : 128;
  const prefix = bits - ((last - first + 1n).toString(2).length - 1);
  return prefix === bits ? formatAddress(first) : `${formatAddress(first)}/${prefix}`;
}
