import { DATAPLANES } from '../cluster/dataplane-profile.ts';
import { CATALOGUE, LINT_CODES } from '../findings/catalogue.ts';
import type { Schema } from '../resources/schema.ts';

const stringOrList = (description: string): Schema => ({
  description,
  type: ['string', 'array'],
  items: { type: 'string' },
  minItems: 1,
});

const labels: Schema = {
  description: 'All labels; what is not listed is not there.',
  type: 'object',
  additionalProperties: { type: 'string' },
};

const waive: Schema = {
  description: 'Accepts for a while that the claim fails. An expired waiver no longer counts.',
  type: 'object',
  properties: {
    until: { description: 'The last day on which the waiver counts, as `YYYY-MM-DD`.', type: 'string' },
    owner: { description: 'Who sees to it that the claim holds.', type: 'string', pattern: '\\S' },
    reason: { description: 'Why the claim may fail until then.', type: 'string', pattern: '\\S' },
  },
  required: ['until', 'owner', 'reason'],
  additionalProperties: false,
};

const claim: Schema = {
  description: 'A claim: a sentence, or a mapping with the sentence under `claim`.',
  type: ['string', 'object'],
  minLength: 1,
  properties: {
    claim: {
      description: 'The sentence, e.g. `web -/-> db` (nothing gets through) or `web --> api:8080` (this gets through).',
      type: 'string',
      minLength: 1,
    },
    id: { description: 'A name for the claim, unique in the suite.', type: 'string', minLength: 1 },
    because: { description: 'Why the claim is made, e.g. the paragraph of a standard.', type: 'string' },
    severity: { description: 'Default: `error`.', type: 'string', enum: ['error', 'warning'] },
    waive,
    'allow-empty': { description: 'Accept that a group is empty or that no pair is judged.', type: 'boolean' },
  },
  required: ['claim'],
  additionalProperties: false,
};

const assumedNamespaces: Schema = {
  description: 'Namespaces that exist without an object in the manifests: a map of name to labels, or a list.',
  type: ['object', 'array'],
  additionalProperties: labels,
  items: {
    type: 'object',
    properties: { name: { description: 'The name of the namespace.', type: 'string' }, labels },
    required: ['name', 'labels'],
    additionalProperties: false,
  },
};

const assumedPort: Schema = {
  description: 'A number (`8080`), a number with a protocol (`8080/udp`) or a mapping.',
  type: ['integer', 'string', 'object'],
  minimum: 1,
  maximum: 65535,
  properties: {
    name: { description: 'The name of the port.', type: 'string' },
    port: { description: 'The number of the port.', type: 'integer', minimum: 1, maximum: 65535 },
    protocol: { description: 'Default: `TCP`.', type: 'string', enum: ['TCP', 'UDP', 'SCTP'] },
  },
  required: ['port'],
  additionalProperties: false,
};

const assumedWorkloads: Schema = {
  description: 'Pods that exist without an object in the manifests.',
  type: 'array',
  items: {
    type: 'object',
    properties: {
      name: { description: 'The name of the workload.', type: 'string' },
      namespace: { description: "Default: the suite's `namespace`.", type: 'string' },
      labels: { ...labels, description: 'All labels of the pods.' },
      ports: { description: 'All ports of the pods; left out: not known.', type: 'array', items: assumedPort },
      serviceAccount: { description: 'Default: `default`.', type: 'string' },
    },
    required: ['name', 'labels'],
    additionalProperties: false,
  },
};

const ingressController: Schema = {
  description:
    'What fronts Ingress, Gateway and Route objects: a group as in claims (`ingress-nginx/controller`), or pods that no manifest holds.',
  type: ['string', 'object'],
  minLength: 1,
  properties: {
    namespace: { description: 'The namespace of the pods.', type: 'string' },
    labels: { ...labels, description: 'All labels of the pods.' },
  },
  required: ['namespace', 'labels'],
  additionalProperties: false,
};

const assume: Schema = {
  description: 'Facts about the cluster that the manifests do not state.',
  type: 'object',
  properties: {
    dataplane: {
      description:
        'The network plugin whose reading decides where the API leaves room; none: such answers are undecided.',
      type: 'string',
      enum: [...DATAPLANES],
    },
    podCIDRs: stringOrList('The address ranges of pods.'),
    nodeCIDRs: stringOrList('The address ranges of nodes.'),
    serviceCIDRs: stringOrList('The address ranges of Services.'),
    namespaces: assumedNamespaces,
    workloads: assumedWorkloads,
    ingressController,
  },
  additionalProperties: false,
};

const lint: Schema = {
  description:
    'How findings about likely mistakes in manifests count: `error` makes the gate red, `off` leaves them out.',
  type: 'object',
  properties: Object.fromEntries(
    LINT_CODES.map((code) => [
      code,
      {
        description: CATALOGUE[code].title,
        type: ['string', 'boolean'],
        // YAML 1.1, which kubectl reads, has `off` for false.
        enum: ['error', 'warning', 'notice', 'off', false],
      },
    ]),
  ),
};

const helm: Schema = {
  description: 'What `helm template` is called with.',
  type: 'object',
  properties: {
    chart: {
      description: 'The folder of the chart, relative to the folder of the suite; a leading `/` is the workspace root.',
      type: 'string',
      minLength: 1,
    },
    version: {
      description: 'The version of a chart from elsewhere (`oci://…`), which must be allowed.',
      type: 'string',
    },
    values: stringOrList('Files of values, later ones win; relative to the folder of the suite.'),
    set: {
      description: 'Single values, which win over files, e.g. `networkPolicies.create: true`.',
      type: 'object',
    },
    release: { description: "Default: the name of the chart's folder.", type: 'string', minLength: 1 },
    namespace: { description: 'Default: the `namespace` of the environment, else of the suite.', type: 'string' },
    kubeVersion: { description: 'The version of Kubernetes that the chart sees, e.g. `1.31`.', type: 'string' },
    apiVersions: stringOrList('What the chart sees as `.Capabilities.APIVersions`, e.g. `cilium.io/v2`.'),
  },
  required: ['chart'],
  additionalProperties: false,
};

const environments: Schema = {
  description: 'Several worlds, each judged by the same claims: a name for each, and where its manifests come from.',
  type: 'object',
  minProperties: 1,
  additionalProperties: {
    type: 'object',
    properties: {
      kustomize: {
        description:
          'The folder to render with kustomize, relative to the folder of the suite; a leading `/` is the workspace root.',
        type: 'string',
        minLength: 1,
      },
      helm,
      manifests: stringOrList('Files, folders or globs of manifests, as at the top of a suite.'),
      namespace: {
        description: "Where bare names are looked up and objects without a namespace land. Default: the suite's.",
        type: 'string',
        minLength: 1,
      },
    },
    additionalProperties: false,
  },
};

/** The form of a suite file as JSON Schema; `schemas/suite.schema.json` is its published copy. */
export const SUITE_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'netpol-gate suite',
  description: 'Claims about what may reach what in a Kubernetes cluster, judged from its manifests.',
  type: 'object',
  properties: {
    suite: { description: 'What the suite claims as a whole, for the heading of its report.', type: 'string' },
    manifests: stringOrList(
      'Files, folders or globs of manifests, relative to the folder of the suite; a leading `/` is the workspace root.',
    ),
    namespace: {
      description: 'Where bare names are looked up and objects without a namespace land.',
      type: 'string',
      minLength: 1,
    },
    define: {
      description: 'Names for groups, e.g. `frontends: [web, bff]` or `data: pods[tier=data]`.',
      type: 'object',
      additionalProperties: { type: ['string', 'array'], items: { type: 'string' }, minItems: 1 },
    },
    assume,
    environments,
    lint,
    expect: {
      description: 'The claims.',
      type: ['string', 'array'],
      minLength: 1,
      minItems: 1,
      items: claim,
    },
  },
  required: ['expect'],
  additionalProperties: false,
};
