import { describe, expect, it } from 'vitest';
import { readText } from './read-text.ts';

interface Owned {
  readonly owner?: string;
  readonly labels?: string;
  readonly ip?: string;
}

function pod(name: string, { owner, labels = 'app: web', ip = '10.0.0.1' }: Owned): string {
  const [kind, ownerName] = owner?.split(':') ?? [];
  const owners =
    owner === undefined ? '' : `, ownerReferences: [{kind: ${kind}, name: ${ownerName}, controller: true}]`;
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {${labels}}${owners}}
spec: {}
status: {podIP: ${ip}}
`;
}

function controller(
  kind: string,
  name: string,
  { owner, labels = 'app: web', replicas = 2 }: Owned & { replicas?: number },
) {
  const [ownerKind, ownerName] = owner?.split(':') ?? [];
  const owners =
    owner === undefined ? '' : `, ownerReferences: [{kind: ${ownerKind}, name: ${ownerName}, controller: true}]`;
  return `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}${owners}}
spec: {replicas: ${replicas}, template: {metadata: {labels: {${labels}}}, spec: {}}}
`;
}

/** `Kind:name addresses`, one per workload. */
function inWords(...texts: readonly string[]): readonly string[] {
  const { workloads, findings } = readText(texts.join('---\n'));
  expect(findings).toEqual([]);
  return workloads.map(({ kind, name, addresses }) => [`${kind}:${name}`, ...addresses].join(' '));
}

const hashed = 'app: web, pod-template-hash: abc';
const deployment = controller('Deployment', 'web', {});
const replicaSet = controller('ReplicaSet', 'web-abc', { owner: 'Deployment:web', labels: hashed });
const first = pod('web-abc-1', { owner: 'ReplicaSet:web-abc', labels: hashed, ip: '10.0.0.1' });
const second = pod('web-abc-2', { owner: 'ReplicaSet:web-abc', labels: hashed, ip: '10.0.0.2' });

describe('a snapshot of a cluster', () => {
  it('shows a Deployment once, with the addresses of its pods', () => {
    expect(inWords(deployment, replicaSet, first, second)).toEqual(['Deployment:web 10.0.0.1 10.0.0.2']);
  });

  it('may list pods before their controllers', () => {
    expect(inWords(second, first, replicaSet, deployment)).toEqual(['Deployment:web 10.0.0.2 10.0.0.1']);
  });

  it('shows pods under the Deployment that their ReplicaSet is named after', () => {
    expect(inWords(deployment, first, second)).toEqual(['Deployment:web 10.0.0.1 10.0.0.2']);
  });

  it('does not know the addresses of a controller that wants more pods than are there', () => {
    expect(inWords(deployment, replicaSet, first)).toEqual(['Deployment:web']);
  });

  it('shows equal pods of an absent controller as one workload of its name', () => {
    expect(inWords(first, second)).toEqual(['ReplicaSet:web-abc 10.0.0.1 10.0.0.2']);
  });

  it('keeps pods of an absent controller apart if their labels differ', () => {
    const other = pod('web-abc-3', { owner: 'ReplicaSet:web-abc', labels: 'app: other', ip: '10.0.0.3' });
    expect(inWords(first, other)).toEqual(['Pod:web-abc-1 10.0.0.1', 'Pod:web-abc-3 10.0.0.3']);
  });

  it('keeps a pod whose labels are not those of its controller apart', () => {
    const relabelled = pod('web-abc-3', { owner: 'ReplicaSet:web-abc', labels: `${hashed}, debug: on-call` });
    expect(inWords(deployment, replicaSet, relabelled)).toEqual(['Deployment:web', 'Pod:web-abc-3 10.0.0.1']);
  });

  it('leaves out ReplicaSets of earlier revisions, which have no pods', () => {
    const earlier = controller('ReplicaSet', 'web-old', { owner: 'Deployment:web', labels: 'app: old', replicas: 0 });
    expect(inWords(deployment, earlier)).toEqual(['Deployment:web']);
  });

  it('keeps the pods that a node runs from files apart', () => {
    const etcd = pod('etcd', { owner: 'Node:one' });
    const proxy = pod('proxy', { owner: 'Node:one', ip: '10.0.0.2' });
    expect(inWords(etcd, proxy)).toEqual(['Pod:etcd 10.0.0.1', 'Pod:proxy 10.0.0.2']);
  });

  it('shows pods of an earlier revision that still runs as its ReplicaSet', () => {
    const labels = 'app: old, pod-template-hash: old';
    const earlier = controller('ReplicaSet', 'web-old', { owner: 'Deployment:web', labels, replicas: 1 });
    const left = pod('web-old-1', { owner: 'ReplicaSet:web-old', labels, ip: '10.0.0.9' });
    expect(inWords(deployment, earlier, left)).toEqual(['Deployment:web', 'ReplicaSet:web-old 10.0.0.9']);
  });

  it('shows pods that admission changed alike as their ReplicaSet, beside the template they came from', () => {
    const injected = (name: string, ip: string) =>
      pod(name, { owner: 'ReplicaSet:web-abc', labels: `${hashed}, mesh: istio`, ip });
    expect(
      inWords(deployment, replicaSet, injected('web-abc-1', '10.0.0.1'), injected('web-abc-2', '10.0.0.2')),
    ).toEqual(['Deployment:web', 'ReplicaSet:web-abc 10.0.0.1 10.0.0.2']);
  });

  it('knows by which names of controllers a pod is meant that differs from its template', () => {
    const relabelled = pod('web-abc-3', { owner: 'ReplicaSet:web-abc', labels: `${hashed}, debug: on-call` });
    const madeBy = (...texts: readonly string[]) =>
      readText(texts.join('---\n')).workloads.find(({ kind }) => kind !== 'Deployment')?.madeBy;
    const makers = [
      { kind: 'ReplicaSet', name: 'web-abc' },
      { kind: 'Deployment', name: 'web' },
    ];
    expect(madeBy(deployment, replicaSet, relabelled)).toEqual(makers);
    expect(madeBy(relabelled.replace('name: web-abc-3', 'name: other'))).toEqual(makers.slice(1));
    expect(madeBy(pod('etcd', { owner: 'Node:one' }))).toBeUndefined();
  });

  it('survives objects that own each other', () => {
    const a = controller('ReplicaSet', 'a', { owner: 'ReplicaSet:b' });
    const b = controller('ReplicaSet', 'b', { owner: 'ReplicaSet:a' });
    expect(inWords(a, b)).toEqual(['ReplicaSet:a', 'ReplicaSet:b']);
  });

  it('knows that labels of an absent controller exist with a value of their own', () => {
    const [workload] = readText(first).workloads;
    expect([[...(workload?.labels ?? [])], [...(workload?.runtimeLabelKeys ?? [])]]).toEqual([
      [['app', 'web']],
      ['pod-template-hash'],
    ]);
  });
});

describe('what the cluster wrote into an object', () => {
  const stored = (text: string, status: string) =>
    `${text.replace('metadata: {', "metadata: {uid: 8d1b-4c2e, resourceVersion: '41', ").replace(/status:.*\n/, '')}status: ${status}\n`;
  const ended = '{phase: Failed, reason: Evicted, podIP: 10.0.0.1}';
  const earlier = controller('ReplicaSet', 'web-old', { owner: 'Deployment:web', labels: 'app: old', replicas: 0 });

  it('makes a pod that has ended, and an earlier revision whose Deployment is not there, no endpoint', () => {
    const { workloads, ledger } = readText(
      [stored(pod('web', {}), ended), stored(earlier, '{replicas: 0}')].join('---\n'),
    );
    expect(workloads).toEqual([]);
    expect(ledger[0]?.ignored).toEqual([
      { what: 'Pod default/web', why: 'has ended, so nothing of it runs any more' },
      { what: 'ReplicaSet default/web-old', why: 'an earlier revision that has no pods' },
    ]);
  });

  it('cannot be written into a manifest to hide a pod, because the API server would not create it', () => {
    const written = pod('web', {}).replace(/status:.*/, `status: ${ended}`);
    expect(inWords(written)).toEqual(['Pod:web 10.0.0.1']);
    for (const refused of ["'0'", "''", 'made-up', "'99999999999999999999'"]) {
      const claimed = stored(pod('web', {}), ended).replace("'41'", refused);
      expect(inWords(claimed)).toEqual(['Pod:web 10.0.0.1']);
    }
    expect(inWords(earlier.concat('status: {replicas: 0}\n'))).toEqual(['ReplicaSet:web-old']);
  });

  it('does not make two dumps of one object contradict each other', () => {
    const first = stored(pod('web', {}), '{phase: Running, podIP: 10.0.0.1}');
    const later = first.replace("resourceVersion: '41'", "resourceVersion: '42', managedFields: [{manager: kubelet}]");
    expect(inWords(first, later)).toEqual(['Pod:web 10.0.0.1']);
    expect(readText([first, later.replace('app: web', 'app: api')].join('---\n')).findings).toMatchObject([
      { code: 'duplicate-object' },
    ]);
  });
});
