import type { Schema } from './schema.ts';
import {
  ANYTHING,
  BOOLEAN,
  closedSchema,
  INTEGER,
  listSchema,
  METADATA,
  objectSchema,
  openSchema,
  TEXT,
  TEXTS,
  wordSchema,
} from './schema-parts.ts';

const PORT_NUMBER: Schema = { type: 'integer', minimum: 1, maximum: 65535 };

const CONTAINERS = listSchema(
  openSchema({
    name: TEXT,
    restartPolicy: TEXT,
    ports: listSchema(
      closedSchema(
        {
          name: TEXT,
          containerPort: PORT_NUMBER,
          protocol: wordSchema('TCP', 'UDP', 'SCTP'),
          hostPort: INTEGER,
          hostIP: TEXT,
        },
        ['containerPort'],
      ),
    ),
  }),
);

// Only what is read: later versions of Kubernetes add fields to a pod, so an unknown one is no mistake in itself.
const POD_SPEC = openSchema({
  containers: CONTAINERS,
  initContainers: CONTAINERS,
  hostNetwork: BOOLEAN,
  serviceAccountName: TEXT,
  serviceAccount: TEXT,
});

const POD_TEMPLATE = closedSchema({ metadata: METADATA, spec: POD_SPEC });
const JOB_SPEC = openSchema({ template: POD_TEMPLATE });

/** A bare Pod. */
export const POD_SCHEMA: Schema = objectSchema(POD_SPEC);

/** Everything with `spec.template`: Deployment, StatefulSet, Job, Rollout, Knative Service … */
export const CONTROLLER_SCHEMA: Schema = objectSchema(openSchema({ replicas: INTEGER, template: POD_TEMPLATE }));

/** CronJob: the template stands one level deeper. */
export const CRON_JOB_SCHEMA: Schema = objectSchema(
  openSchema({ jobTemplate: openSchema({ metadata: METADATA, spec: JOB_SPEC }) }),
);

const SERVICE_PORT = closedSchema(
  {
    name: TEXT,
    port: PORT_NUMBER,
    protocol: wordSchema('TCP', 'UDP', 'SCTP'),
    targetPort: { type: ['integer', 'string'] },
    nodePort: INTEGER,
    appProtocol: TEXT,
  },
  ['port'],
);

/** Core `v1` Service. */
export const SERVICE_SCHEMA: Schema = objectSchema(
  openSchema({
    selector: { type: 'object', additionalProperties: TEXT },
    ports: listSchema(SERVICE_PORT),
    type: TEXT,
    externalIPs: TEXTS,
    externalName: TEXT,
    loadBalancerSourceRanges: TEXTS,
    externalTrafficPolicy: wordSchema('Cluster', 'Local', ''),
    internalTrafficPolicy: wordSchema('Cluster', 'Local'),
  }),
);

/** Core `v1` Namespace. */
export const NAMESPACE_SCHEMA: Schema = objectSchema(ANYTHING);
