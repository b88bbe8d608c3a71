import type { Schema } from './schema.ts';
import {
  ANYTHING,
  closedSchema,
  INTEGER,
  listSchema,
  objectSchema,
  openSchema,
  TEXT,
  TEXTS,
  wordSchema,
} from './schema-parts.ts';

const PORT: Schema = { type: 'integer', minimum: 1, maximum: 65535 };
const OBJECT: Schema = { type: 'object' };

const INGRESS_SERVICE = closedSchema({ name: TEXT, port: closedSchema({ name: TEXT, number: PORT }) }, ['name']);
const INGRESS_BACKEND = closedSchema({ service: INGRESS_SERVICE, resource: OBJECT });

/** `networking.k8s.io/v1` Ingress. */
export const INGRESS_SCHEMA: Schema = objectSchema(
  closedSchema({
    ingressClassName: TEXT,
    defaultBackend: INGRESS_BACKEND,
    tls: listSchema(OBJECT),
    rules: listSchema(
      closedSchema({
        host: TEXT,
        http: closedSchema(
          {
            paths: listSchema(
              closedSchema(
                {
                  path: TEXT,
                  pathType: wordSchema('Exact', 'Prefix', 'ImplementationSpecific'),
                  backend: INGRESS_BACKEND,
                },
                ['backend', 'pathType'],
              ),
            ),
          },
          ['paths'],
        ),
      }),
    ),
  }),
);

// Gateway API grows with every release: only what is read is checked, and an unknown field is no mistake in itself.
const LISTENER = {
  ...openSchema({
    name: TEXT,
    port: PORT,
    protocol: TEXT,
    hostname: TEXT,
    allowedRoutes: openSchema({
      namespaces: openSchema({ from: TEXT, selector: OBJECT }),
      kinds: listSchema(openSchema({ group: TEXT, kind: TEXT })),
    }),
  }),
  required: ['name', 'port', 'protocol'],
};

/** Gateway of `gateway.networking.k8s.io`. */
export const GATEWAY_SCHEMA: Schema = objectSchema({
  ...openSchema({ gatewayClassName: TEXT, listeners: listSchema(LISTENER) }),
  required: ['gatewayClassName', 'listeners'],
});

const REFERENCE = { group: TEXT, kind: TEXT, namespace: TEXT, name: TEXT };
const BACKEND_REF = { ...openSchema({ ...REFERENCE, port: PORT, weight: INTEGER }), required: ['name'] };
const PARENT_REF = { ...openSchema({ ...REFERENCE, sectionName: TEXT, port: PORT }), required: ['name'] };

/** The routes of `gateway.networking.k8s.io`. */
export const GATEWAY_ROUTE_SCHEMA: Schema = objectSchema(
  openSchema({
    parentRefs: listSchema(PARENT_REF),
    hostnames: TEXTS,
    rules: listSchema(openSchema({ backendRefs: listSchema(BACKEND_REF), filters: listSchema(OBJECT) })),
  }),
);

/** ReferenceGrant of `gateway.networking.k8s.io`. */
export const REFERENCE_GRANT_SCHEMA: Schema = objectSchema(
  closedSchema(
    {
      from: listSchema(closedSchema({ group: TEXT, kind: TEXT, namespace: TEXT }, ['group', 'kind', 'namespace'])),
      to: listSchema(closedSchema({ group: TEXT, kind: TEXT, name: TEXT }, ['group', 'kind'])),
    },
    ['from', 'to'],
  ),
);

const TARGET = { ...openSchema({ kind: wordSchema('Service', ''), name: TEXT, weight: INTEGER }), required: ['name'] };

/** `route.openshift.io/v1` Route. */
export const OPENSHIFT_ROUTE_SCHEMA: Schema = objectSchema({
  ...openSchema({
    host: TEXT,
    path: TEXT,
    to: TARGET,
    alternateBackends: listSchema(TARGET),
    port: closedSchema({ targetPort: { type: ['integer', 'string'] } }, ['targetPort']),
    tls: ANYTHING,
    wildcardPolicy: TEXT,
  }),
  required: ['to'],
});
