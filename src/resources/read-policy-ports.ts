import { below, type SourceRef } from '../source/source-ref.ts';
import { faultOfPortName } from './check-names.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import { fieldOf, listOf } from './manifest-object.ts';
import { isPortNumber, isProtocol } from './read-pod-template.ts';
import type { NetworkPolicyPort } from './resources.ts';
import { trimmed } from './trimmed.ts';

/** The `ports` of a rule, which stands at `origin`; entries that the API server refuses become findings. */
export function readPolicyPorts(
  rule: unknown,
  origin: SourceRef,
  title: string,
  report: FindingSink,
): 'everything' | readonly NetworkPolicyPort[] {
  const entries = listOf(fieldOf(rule, 'ports'));
  // NetworkPolicyIngressRule: "If this field is empty or missing, this rule matches all ports".
  if (entries.length === 0) return 'everything';
  const ports = entries.flatMap((entry, index): readonly NetworkPolicyPort[] => {
    const ref = below(origin, 'ports', index);
    const port = readPort(entry, ref, title, report);
    if (port === undefined) return [];
    // NetworkPolicyPort: "If not specified, this field defaults to TCP."
    const protocol = fieldOf(entry, 'protocol') ?? 'TCP';
    return isProtocol(protocol) ? [{ protocol, port, origin: ref }] : [];
  });
  return trimmed(ports);
}

type Refuse = (key: 'port' | 'endPort', message: string, help: string) => undefined;

const PORT_HELP = 'write a number from 1 to 65535';

function readPort(
  entry: unknown,
  ref: SourceRef,
  title: string,
  report: FindingSink,
): NetworkPolicyPort['port'] | undefined {
  const port = fieldOf(entry, 'port');
  const endPort = fieldOf(entry, 'endPort');
  const refuse: Refuse = (key, message, help) => {
    report(findingAt('invalid-field', `${message}, in ${title}`, below(ref, key), { help }));
    return undefined;
  };
  if (Number.isInteger(endPort) && !isPortNumber(endPort)) {
    refuse('endPort', `\`endPort\` is ${endPort}, but a port is a number from 1 to 65535`, PORT_HELP);
  }
  if (typeof port === 'string') return readNamedPort(port, endPort, refuse);
  if (port !== undefined) return readNumberedPort(port, endPort, refuse);
  if (endPort === undefined) return { kind: 'all' };
  return refuse('endPort', '`endPort` stands without a `port`', 'write the first port of the range as `port`');
}

function readNamedPort(name: string, endPort: unknown, refuse: Refuse): NetworkPolicyPort['port'] | undefined {
  const fault = faultOfPortName(name);
  if (fault !== undefined) return refuse('port', `\`${name}\` is not a port name`, fault);
  if (endPort === undefined) return { kind: 'name', name };
  return refuse(
    'endPort',
    `\`endPort\` stands beside the named port \`${name}\``,
    'a range needs a number as its `port`',
  );
}

// Values that are no whole numbers are the schema's to report.
function readNumberedPort(port: unknown, endPort: unknown, refuse: Refuse): NetworkPolicyPort['port'] | undefined {
  if (!Number.isInteger(port)) return undefined;
  if (!isPortNumber(port)) {
    return refuse('port', `\`port\` is ${port}, but a port is a number from 1 to 65535`, PORT_HELP);
  }
  if (endPort === undefined) return { kind: 'range', first: port, last: port };
  if (!isPortNumber(endPort)) return undefined;
  if (endPort >= port) return { kind: 'range', first: port, last: endPort };
  const message = `\`endPort\` ${endPort} is less than \`port\` ${port}`;
  return refuse('endPort', message, 'write the last port of the range as `endPort`');
}
