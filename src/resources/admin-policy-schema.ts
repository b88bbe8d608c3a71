import { LABEL_SELECTOR } from './network-policy-schema.ts';
import type { Schema } from './schema.ts';
import { closedSchema, INTEGER, listSchema, objectSchema, TEXT, TEXTS, wordSchema } from './schema-parts.ts';

const PODS = closedSchema({ namespaceSelector: LABEL_SELECTOR, podSelector: LABEL_SELECTOR }, [
  'namespaceSelector',
  'podSelector',
]);

const WHO = { namespaces: LABEL_SELECTOR, pods: PODS };
const OUTSIDE = { networks: TEXTS, nodes: LABEL_SELECTOR };

const NUMBERS = {
  portNumber: closedSchema({ protocol: wordSchema('TCP', 'UDP', 'SCTP'), port: INTEGER }, ['port']),
  portRange: closedSchema({ protocol: wordSchema('TCP', 'UDP', 'SCTP'), start: INTEGER, end: INTEGER }, [
    'start',
    'end',
  ]),
  namedPort: TEXT,
};

const OF_PROTOCOL = closedSchema({
  destinationPort: closedSchema({
    number: INTEGER,
    range: closedSchema({ start: INTEGER, end: INTEGER }, ['start', 'end']),
  }),
});

const PROTOCOLS = { tcp: OF_PROTOCOL, udp: OF_PROTOCOL, sctp: OF_PROTOCOL, destinationNamedPort: TEXT };

function rules(
  side: string,
  peers: Readonly<Record<string, Schema>>,
  actions: readonly string[],
  ports: object,
): Schema {
  return listSchema(
    closedSchema({ name: TEXT, action: wordSchema(...actions), [side]: listSchema(closedSchema(peers)), ...ports }, [
      'action',
      side,
    ]),
  );
}

function v1alpha1(actions: readonly string[], more: object, egressPeers: Readonly<Record<string, Schema>>): Schema {
  const ports = { ports: listSchema(closedSchema(NUMBERS)) };
  return objectSchema(
    closedSchema(
      {
        ...more,
        subject: closedSchema(WHO),
        ingress: rules('from', WHO, actions, ports),
        egress: rules('to', { ...WHO, ...egressPeers }, actions, ports),
      },
      ['subject', ...Object.keys(more)],
    ),
  );
}

const V1ALPHA2_ACTIONS = ['Accept', 'Deny', 'Pass'];
const V1ALPHA2_PORTS = { protocols: listSchema(closedSchema(PROTOCOLS)) };

/** The admin kinds of `policy.networking.k8s.io`, nulls removed; what a schema cannot say is for the reader. */
export const ADMIN_POLICY_SCHEMAS = {
  AdminNetworkPolicy: v1alpha1(['Allow', 'Deny', 'Pass'], { priority: INTEGER }, { ...OUTSIDE, domainNames: TEXTS }),
  BaselineAdminNetworkPolicy: v1alpha1(['Allow', 'Deny'], {}, OUTSIDE),
  ClusterNetworkPolicy: objectSchema(
    closedSchema(
      {
        tier: wordSchema('Admin', 'Baseline'),
        priority: INTEGER,
        subject: closedSchema(WHO),
        ingress: rules('from', WHO, V1ALPHA2_ACTIONS, V1ALPHA2_PORTS),
        egress: rules('to', { ...WHO, ...OUTSIDE, domainNames: TEXTS }, V1ALPHA2_ACTIONS, V1ALPHA2_PORTS),
      },
      ['tier', 'priority', 'subject'],
    ),
  ),
} as const satisfies Readonly<Record<string, Schema>>;
