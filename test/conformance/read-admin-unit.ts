import { type Fields, fieldsOf, listOf } from './read-corpora.ts';
import { podObject, type UnitReading, unitWorld, unsayable, wantOf } from './unit-world.ts';

const NOBODY_ELSE = { action: 'Deny', from: [{ namespaces: {} }] };
const SUBJECT = { pods: { namespaceSelector: {}, podSelector: { matchLabels: { role: 'subject' } } } };

/** A port of an AdminNetworkPolicy: a rule for it admits what the next rule refuses. */
export function readAdminPorts({ ports, podPorts, protocol, port, want }: Fields): UnitReading {
  const rule = { action: 'Allow', from: [{ namespaces: {} }], ...present('ports', ports) };
  const spec = { priority: 0, subject: SUBJECT, ingress: [rule, NOBODY_ELSE] };
  return worldOf(adminPolicy(spec), podPorts, protocol, port, want);
}

/** The same of a ClusterNetworkPolicy. */
export function readClusterProtocols({ protocols, podPorts, protocol, port, want }: Fields): UnitReading {
  const rule = { action: 'Accept', from: [{ namespaces: {} }], ...present('protocols', protocols) };
  return worldOf(clusterPolicy(rule), podPorts, protocol, port, want);
}

/** A port alone, which needs a protocol around it. */
export function readClusterPort({ policyPort, port, want }: Fields): UnitReading {
  if (policyPort === null) return unsayable('the API server refuses a protocol without a port');
  const rule = { action: 'Accept', from: [{ namespaces: {} }], protocols: [{ tcp: { destinationPort: policyPort } }] };
  return worldOf(clusterPolicy(rule), [], 'TCP', port, want);
}

/** Whether a subject selects a pod: one that does refuses everything to it. */
export function readAdminSubject({ subject, pod, namespace, want }: Fields): UnitReading {
  if (subject === null) return unsayable('the API server refuses a policy without a subject');
  const { name, namespace: home, labels } = fieldsOf(pod);
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: namespace },
    podObject(String(home), String(name), labels),
    adminPolicy({ priority: 0, subject, ingress: [NOBODY_ELSE] }),
  ];
  return unitWorld([...objects, podObject('elsewhere', 'peer', {})], {
    from: 'elsewhere/peer',
    to: `${String(home)}/${String(name)}`,
    port: { protocol: 'TCP', port: '80', allowed: !wantOf(want) },
  });
}

/** An empty list of a table stands for a field that is not there: the objects of its source cannot tell the two apart. */
function present(key: string, list: unknown): Fields {
  return listOf(list).length === 0 ? {} : { [key]: list };
}

function worldOf(policy: unknown, podPorts: unknown, protocol: unknown, port: unknown, want: unknown): UnitReading {
  return unitWorld([podObject('a', 'peer', {}), podObject('a', 'subject', { role: 'subject' }, podPorts), policy], {
    from: 'a/peer',
    to: 'a/subject',
    port: { protocol: String(protocol ?? 'TCP'), port: String(port ?? 80), allowed: wantOf(want) },
  });
}

function adminPolicy(spec: unknown): unknown {
  const metadata = { name: 'rules' };
  return { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata, spec };
}

function clusterPolicy(rule: unknown): unknown {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name: 'rules' },
    spec: { tier: 'Admin', priority: 0, subject: SUBJECT, ingress: [rule, NOBODY_ELSE] },
  };
}
