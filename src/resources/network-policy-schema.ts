import type { Schema } from './schema.ts';
import { closedSchema, INTEGER, listSchema, objectSchema, TEXT, TEXT_MAP, TEXTS, wordSchema } from './schema-parts.ts';

/** `metav1.LabelSelector`. */
export const LABEL_SELECTOR: Schema = closedSchema({
  matchLabels: TEXT_MAP,
  matchExpressions: listSchema(
    closedSchema({ key: TEXT, operator: wordSchema('In', 'NotIn', 'Exists', 'DoesNotExist'), values: TEXTS }, [
      'key',
      'operator',
    ]),
  ),
});

const PEERS = listSchema(
  closedSchema({
    podSelector: LABEL_SELECTOR,
    namespaceSelector: LABEL_SELECTOR,
    ipBlock: closedSchema({ cidr: TEXT, except: TEXTS }, ['cidr']),
  }),
);

const PORTS = listSchema(
  closedSchema({
    protocol: wordSchema('TCP', 'UDP', 'SCTP'),
    port: { type: ['integer', 'string'] },
    endPort: INTEGER,
  }),
);

/** `networking.k8s.io/v1` NetworkPolicy, nulls removed. */
export const NETWORK_POLICY_SCHEMA: Schema = objectSchema(
  closedSchema({
    podSelector: LABEL_SELECTOR,
    policyTypes: { type: 'array', items: wordSchema('Ingress', 'Egress'), maxItems: 2 },
    ingress: listSchema(closedSchema({ from: PEERS, ports: PORTS })),
    egress: listSchema(closedSchema({ to: PEERS, ports: PORTS })),
  }),
);
