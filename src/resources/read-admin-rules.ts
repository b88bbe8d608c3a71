import { type AddressSet, addressUnion, NO_ADDRESSES, parseCidr } from '../sets/address-set.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import type { AdminReading } from './admin-reading.ts';
import { findingAt } from './finding-at.ts';
import { type Fields, fieldOf, fieldsOf, isFields, listOf, stringOf } from './manifest-object.ts';
import { readAdminPorts } from './read-admin-ports.ts';
import { readLabelSelector } from './read-label-selector.ts';
import { readPodsInNamespaces } from './read-pods-in-namespaces.ts';
import type { AdminPeer, AdminPolicyRule, Direction } from './resources.ts';

const ACTIONS: Readonly<Record<string, AdminPolicyRule['action']>> = {
  Allow: 'allow',
  Accept: 'allow',
  Deny: 'deny',
  Pass: 'pass',
};

const LONGEST_NAME = 100;

/** The rules of one direction; what the API server refuses in them becomes findings. */
export function readAdminRules(
  rules: unknown,
  direction: Direction,
  origin: SourceRef,
  context: AdminReading,
): readonly AdminPolicyRule[] {
  checkCount(listOf(rules), `${direction} rules`, context.limits.rules, origin, context);
  return listOf(rules).flatMap((rule, index) => {
    const ref = below(origin, index);
    const action = stringOf(fieldOf(rule, 'action'));
    if (action === undefined || !Object.hasOwn(ACTIONS, action)) return [];
    const side = direction === 'ingress' ? 'from' : 'to';
    const peers = readPeers(fieldOf(rule, side), side, below(ref, side), context);
    const key = context.kind === 'ClusterNetworkPolicy' ? 'protocols' : 'ports';
    const ports = readAdminPorts(fieldOf(rule, key), below(ref, key), context);
    const compiled = { action: ACTIONS[action] ?? 'deny', peers, ports, origin: ref };
    checkTogether(compiled, fieldsOf(rule), side, ref, context);
    const name = stringOf(fieldOf(rule, 'name'));
    if (name !== undefined && name.length > LONGEST_NAME) {
      refuse(`the name of a rule of ${context.title} has ${name.length} characters`, below(ref, 'name'), context, {
        help: `write at most ${LONGEST_NAME}`,
      });
    }
    return [name ? { ...compiled, name } : compiled];
  });
}

/** What the API server says of a rule as a whole. */
function checkTogether(
  rule: AdminPolicyRule,
  written: Fields,
  side: string,
  ref: SourceRef,
  context: AdminReading,
): void {
  if (Array.isArray(written[side]) && written[side].length === 0) {
    refuse(`a rule of ${context.title} names nobody`, below(ref, side), context, {
      help: `list at least one peer below \`${side}\`; \`namespaces: {}\` is every pod of the cluster`,
    });
  }
  const outside = rule.peers.find(({ kind }) => kind === 'networks' || kind === 'nodes' || kind === 'domainNames');
  const named = rule.ports === 'everything' ? undefined : rule.ports.find(({ kind }) => kind === 'name');
  if (outside !== undefined && named !== undefined) {
    refuse(`a rule of ${context.title} has a named port beside a \`${outside.kind}\` peer`, named.origin, context, {
      help: 'only pods have named ports: write the number, or put the peer into a rule of its own',
    });
  }
  const domains = rule.peers.find(({ kind }) => kind === 'domainNames');
  if (domains !== undefined && rule.action !== 'allow') {
    refuse(`a rule of ${context.title} refuses or passes \`domainNames\``, domains.origin, context, {
      help: 'domain names can only be allowed; refuse everything else in a rule below',
    });
  }
}

type Side = 'from' | 'to';

const PEER_KINDS: Readonly<Record<Side, string>> = {
  from: '`namespaces` and `pods`',
  to: '`namespaces`, `pods`, `networks`, `nodes` and `domainNames`',
};

function readPeers(peers: unknown, side: Side, origin: SourceRef, context: AdminReading): readonly AdminPeer[] {
  checkCount(listOf(peers), 'peers of a rule', context.limits.peers, origin, context);
  return listOf(peers).flatMap((peer, index) =>
    isFields(peer) ? readPeer(peer, side, below(origin, index), context) : [],
  );
}

function readPeer(peer: Fields, side: Side, origin: SourceRef, context: AdminReading): readonly AdminPeer[] {
  const keys = Object.keys(peer);
  if (keys.length !== 1) {
    const found = keys.length === 0 ? 'names nobody' : `has ${keys.map((key) => `\`${key}\``).join(' and ')}`;
    refuse(`a peer of ${context.title} ${found}`, origin, context, {
      help: `write exactly one of ${PEER_KINDS[side]} in each entry`,
    });
  }
  const [key] = keys;
  switch (key) {
    case 'namespaces':
    case 'pods':
      return [{ kind: 'pods', ...readPodsInNamespaces(peer, origin, context.title, context.report) }];
    case 'networks':
      return [readNetworks(listOf(peer['networks']), below(origin, 'networks'), context)];
    case 'nodes': {
      const at = below(origin, 'nodes');
      return [{ kind: 'nodes', selector: readLabelSelector(peer['nodes'], at, context.title, context.report), origin }];
    }
    case 'domainNames':
      return [readDomainNames(listOf(peer['domainNames']), below(origin, 'domainNames'), context)];
    default:
      return [];
  }
}

function readNetworks(networks: readonly unknown[], origin: SourceRef, context: AdminReading): AdminPeer {
  checkNames(networks, 'networks', origin, context);
  let addresses: AddressSet = NO_ADDRESSES;
  for (const [index, network] of networks.entries()) {
    if (typeof network !== 'string') continue;
    const reading = parseCidr(network);
    if (reading.kind === 'cidr') addresses = addressUnion(addresses, reading.addresses);
    else {
      const message = `\`${network}\` is not a CIDR, in ${context.title}`;
      refuse(message, below(origin, index), context, { help: reading.why });
    }
  }
  return { kind: 'networks', text: networks.map(String).join(', '), addresses, origin };
}

// NetworkPolicy API, DomainName: `*` stands for one or more labels, and only in front.
const DOMAIN_NAME = /^(\*\.)?([a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.?$/;

function readDomainNames(names: readonly unknown[], origin: SourceRef, context: AdminReading): AdminPeer {
  checkNames(names, 'domainNames', origin, context);
  for (const [index, name] of names.entries()) {
    if (typeof name !== 'string' || DOMAIN_NAME.test(name)) continue;
    refuse(`\`${name}\` is not a domain name, in ${context.title}`, below(origin, index), context, {
      help: 'write a full name like `api.example.com`, or `*.example.com` for all names below it',
    });
  }
  return { kind: 'domainNames', names: names.filter((name) => typeof name === 'string'), origin };
}

function checkNames(names: readonly unknown[], key: string, origin: SourceRef, context: AdminReading): void {
  checkCount(names, `\`${key}\` of a peer`, context.limits.names, origin, context);
  if (names.length === 0) {
    const help = 'list at least one, or remove the peer';
    refuse(`\`${key}\` of a peer of ${context.title} is empty`, origin, context, { help });
  }
}

function checkCount(
  entries: readonly unknown[],
  what: string,
  most: number,
  at: SourceRef,
  { title, report }: AdminReading,
): void {
  if (entries.length <= most) return;
  const message = `${title} has ${entries.length} ${what}, but there can be at most ${most}`;
  report(findingAt('invalid-field', message, at, { help: 'split it into several' }));
}

function refuse(message: string, at: SourceRef, { report }: AdminReading, extras: { readonly help: string }): void {
  report(findingAt('invalid-field', message, at, extras));
}
