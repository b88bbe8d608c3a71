import type { PlannedNamespace } from './plan-repository.ts';
import type { RandomSource } from './random-source.ts';
import type { GeneratedFile } from './write-repository.ts';

/** What lies beside the manifests of a namespace and has no bearing on the network: about a tenth of its files. */
export function filesBeside(
  { name, team, env, workloads }: PlannedNamespace,
  random: RandomSource,
): readonly GeneratedFile[] {
  const folder = `k8s/${name}/`;
  const scaled = workloads.filter(({ tier }) => tier === 'web' || tier === 'api').slice(0, 4);
  return [
    {
      file: `${folder}limits.yaml`,
      text: [quota(name, random), ...scaled.map((one) => autoscaler(name, one.name, random))].join('---\n'),
    },
    { file: `${folder}monitors.yaml`, text: monitor(name) },
    { file: `${folder}dashboard.yaml`, text: dashboard(name, team) },
    ...(env === 'dev' ? [{ file: `${folder}crd.yaml`, text: resourceDefinition(team) }] : []),
  ];
}

function quota(namespace: string, random: RandomSource): string {
  return `apiVersion: v1
kind: ResourceQuota
metadata:
  name: compute
  namespace: ${namespace}
spec:
  hard: {requests.cpu: "${20 + random.below(60)}", requests.memory: ${64 + random.below(64)}Gi, pods: '200'}
`;
}

function autoscaler(namespace: string, name: string, random: RandomSource): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${name}
  minReplicas: 2
  maxReplicas: ${4 + random.below(8)}
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
`;
}

function monitor(namespace: string): string {
  return `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: everything
  namespace: ${namespace}
spec:
  selector: {matchLabels: {app.kubernetes.io/part-of: ${namespace}}}
  endpoints:
    - port: metrics
      interval: 30s
`;
}

function dashboard(namespace: string, team: string): string {
  const panels = ['requests', 'errors', 'latency', 'saturation'].map(
    (title, id) =>
      `        {"id": ${id}, "type": "timeseries", "title": "${title}", "gridPos": {"h": 8, "w": 12, "x": 0, "y": ${8 * id}},
         "targets": [{"expr": "sum(rate(http_${title}_total{namespace=\\"${namespace}\\"}[5m])) by (pod)"}]}`,
  );
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: dashboard
  namespace: ${namespace}
  labels:
    grafana_dashboard: "1"
data:
  overview.json: |
    {
      "title": "${team}: overview",
      "panels": [
${panels.join(',\n')}
      ],
      "refresh": "30s"
    }
`;
}

function resourceDefinition(team: string): string {
  const kind = `Job${team.replace(/\W/g, '')}`;
  const field = (name: string, type: string): string => `                ${name}:
                  description: >-
                    What the operator of ${team} reads as ${name}; it is watched,
                    and changes are applied at the next turn.
                  type: ${type}
`;
  const fields = ['schedule', 'image', 'region', 'owner', 'window', 'channel'].map((name) => field(name, 'string'));
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${kind.toLowerCase()}s.${team}.example.com
spec:
  group: ${team}.example.com
  names: {kind: ${kind}, plural: ${kind.toLowerCase()}s, singular: ${kind.toLowerCase()}}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
${[...fields, field('retries', 'integer'), field('paused', 'boolean')].join('')}`;
}
