import { describe, expect, it } from 'vitest';
import type { Workload } from '../../src/resources/resources.ts';
import { flatten, readText } from './read-text.ts';

function controller(kind: string, apiVersion: string, spec = ''): string {
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: web, namespace: shop, labels: {only: controller}}
spec:
  ${spec}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: main}]}
`;
}

function readWorkload(text: string): Workload {
  const { findings, workloads } = readText(text);
  expect(findings).toEqual([]);
  const [workload] = workloads;
  if (workload === undefined || workloads.length !== 1) throw new Error('not one workload');
  return workload;
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n';

describe('labels of pods', () => {
  it.each([
    ['Deployment', 'apps/v1', '', {}, ['pod-template-hash']],
    ['ReplicaSet', 'apps/v1', '', {}, []],
    ['ReplicationController', 'v1', '', {}, []],
    [
      'StatefulSet',
      'apps/v1',
      '',
      {},
      ['apps.kubernetes.io/pod-index', 'controller-revision-hash', 'statefulset.kubernetes.io/pod-name'],
    ],
    ['DaemonSet', 'apps/v1', '', {}, ['controller-revision-hash', 'pod-template-generation']],
    [
      'Job',
      'batch/v1',
      '',
      { 'batch.kubernetes.io/job-name': 'web', 'job-name': 'web' },
      ['batch.kubernetes.io/controller-uid', 'controller-uid'],
    ],
    [
      'Job',
      'batch/v1',
      'completionMode: Indexed',
      { 'batch.kubernetes.io/job-name': 'web', 'job-name': 'web' },
      ['batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-completion-index', 'controller-uid'],
    ],
    ['Job', 'batch/v1', 'manualSelector: true', {}, []],
    ['Rollout', 'argoproj.io/v1alpha1', '', {}, ['rollouts-pod-template-hash']],
    ['DeploymentConfig', 'apps.openshift.io/v1', '', { deploymentconfig: 'web' }, ['deployment']],
  ])('%s of %s (%s) are those of the template and those its controller adds', (kind, group, spec, known, unknown) => {
    const workload = readWorkload(controller(kind, group, spec));
    expect(Object.fromEntries(workload.labels)).toEqual({ app: 'web', ...known });
    expect([...workload.runtimeLabelKeys].sort()).toEqual(unknown);
  });

  it('of a CronJob name a Job that nobody can know', () => {
    const workload = readWorkload(`apiVersion: batch/v1
kind: CronJob
metadata: {name: web}
spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: web}}, spec: {}}}}}
`);
    expect([...workload.labels]).toEqual([['app', 'web']]);
    expect(workload.runtimeLabelKeys).toContain('job-name');
  });

  it('do not keep the value that the template gives to a key its controller sets', () => {
    const text = controller('Deployment', 'apps/v1').replace('{app: web}', '{app: web, pod-template-hash: x}');
    const workload = readWorkload(text);
    expect(workload.labels.has('pod-template-hash')).toBe(false);
    expect(workload.runtimeLabelKeys).toContain('pod-template-hash');
  });

  it('of a Knative Service name the service, and keep the revision open', () => {
    const workload = readWorkload(controller('Service', 'serving.knative.dev/v1'));
    expect(workload.labels.get('serving.knative.dev/service')).toBe('web');
    expect(workload.runtimeLabelKeys).toContain('serving.knative.dev/revision');
  });
});

describe('a pod', () => {
  it('has the ports of its containers and sidecars, but not of containers that end before', () => {
    const workload = readWorkload(`${POD}  initContainers:
  - {name: proxy, restartPolicy: Always, ports: [{containerPort: 15090, name: metrics}]}
  - {name: setup, ports: [{containerPort: 1}]}
  containers:
  - {name: main, ports: [{containerPort: 80, name: http}, {containerPort: 53, protocol: UDP}]}
`);
    expect(workload.ports.map(({ name, number, protocol }) => [name, number, protocol])).toEqual([
      ['http', 80, 'TCP'],
      [undefined, 53, 'UDP'],
      ['metrics', 15090, 'TCP'],
    ]);
  });

  it('has the account, network and addresses that it states', () => {
    const text = `${POD}  {hostNetwork: true, serviceAccountName: robot}\nstatus: {podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: "fd00::1"}]}\n`;
    expect(readWorkload(text)).toMatchObject({
      hostNetwork: true,
      serviceAccount: 'robot',
      addresses: ['10.0.0.1', 'fd00::1'],
      single: true,
    });
  });

  it('with a generated name gets a stable one, told apart by a number', () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: {generateName: run-}\nspec: {}\n';
    const { workloads, findings } = readText(`${text}---\n${text}`);
    expect([workloads.map(({ name }) => name), findings]).toEqual([['run-…', 'run-…2'], []]);
  });

  it.each([
    ['replicas: 0', false],
    ['replicas: 1', false],
    ['replicas: 2', false],
    ['', false],
  ])('of a Deployment with %j has no second one: %j', (spec, isSingle) => {
    expect(readWorkload(controller('Deployment', 'apps/v1', spec)).single).toBe(isSingle);
  });
});

describe('a workload that the API server would refuse', () => {
  it('stays an endpoint, and a label that is no string has a value nobody knows', () => {
    const { workloads, findings } = readText(
      controller('Deployment', 'apps/v1').replace('{app: web}', '{app: web, version: 1.0}'),
    );
    expect(findings.map(flatten)).toEqual([
      {
        code: 'not-a-string',
        severity: 'error',
        message:
          '`spec.template.metadata.labels.version` of Deployment `shop/web` must be a string, but it is the number 1',
        help: 'without quotes kubectl reads it as the number 1, and the API server refuses that; put the text in quotes',
        at: 'spec.template.metadata.labels.version',
      },
    ]);
    expect(workloads.map(({ labels, runtimeLabelKeys }) => [[...labels.keys()], [...runtimeLabelKeys]])).toEqual([
      [['app'], ['version', 'pod-template-hash']],
    ]);
  });

  it('stays an endpoint without a template', () => {
    const { workloads, findings } = readText('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n');
    expect(findings.map(flatten)).toEqual([
      {
        code: 'invalid-field',
        severity: 'error',
        message: 'Deployment `default/web` does not say what its pods are: it has no `spec.template.spec`',
        help: 'write `spec.template.spec`; the API server refuses the object without',
        at: 'kind (pair)',
      },
    ]);
    expect(workloads.map(({ name }) => name)).toEqual(['web']);
  });

  it('stays an endpoint in a version that is no longer served', () => {
    const { workloads, findings } = readText(controller('Deployment', 'extensions/v1beta1'));
    expect(findings.map(flatten)).toEqual([
      {
        code: 'unsupported-version',
        severity: 'error',
        message: 'Deployment `shop/web` has the `apiVersion` `extensions/v1beta1`, which the API server does not serve',
        help: 'write `apiVersion: apps/v1`',
        at: 'apiVersion',
      },
    ]);
    expect(workloads.map(({ kind }) => kind)).toEqual(['Deployment']);
  });

  it('has its misspelt fields found where they are near to one that is read', () => {
    const { findings } = readText(`${POD}  {hostNetwrok: true, fieldOfTheFuture: 1}\n`);
    expect(findings.map(flatten)).toEqual([
      {
        code: 'unknown-field',
        severity: 'error',
        message: '`hostNetwrok` is not a field of a pod, in Pod `default/web`',
        help: 'did you mean `hostNetwork`? the API server refuses an unknown field',
        at: 'spec.hostNetwrok (key)',
      },
    ]);
  });
});
