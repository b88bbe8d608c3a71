import type { PlannedNamespace, PlannedWorkload } from './plan-repository.ts';
import type { RandomSource } from './random-source.ts';

/** What a workload is deployed with, policies aside: one text of YAML for each object. */
export function workloadTexts(workload: PlannedWorkload, random: RandomSource): readonly string[] {
  return [
    workloadText(workload, random),
    serviceText(workload, random),
    ...(workload.door === 'Ingress' ? [ingressText(workload)] : []),
    ...(random.chance(0.2) ? [settingsText(workload, random)] : []),
  ];
}

export function namespaceText({ name, team, env }: PlannedNamespace): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    team: ${team}
    env: ${env}
    pod-security.kubernetes.io/enforce: restricted
  annotations: {owner: "${team}@example.com"}
`;
}

function labels({ namespace, name, tier }: PlannedWorkload, version: number, indent: string): string {
  return [
    `app.kubernetes.io/name: ${name}`,
    `app.kubernetes.io/part-of: ${namespace}`,
    `tier: ${tier}`,
    `version: "${version}"`,
  ]
    .map((line) => `${indent}${line}\n`)
    .join('');
}

function workloadText(workload: PlannedWorkload, random: RandomSource): string {
  const { namespace, name, tier, port } = workload;
  const keepsState = tier === 'db' || tier === 'cache';
  const version = 1 + random.below(3);
  return `apiVersion: apps/v1
kind: ${keepsState ? 'StatefulSet' : 'Deployment'}
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
${labels(workload, version, '    ')}spec:
  replicas: ${1 + random.below(5)}
${keepsState ? `  serviceName: ${name}\n` : '  strategy: {type: RollingUpdate}\n'}  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
${labels(workload, version, '        ')}      annotations:
        prometheus.io/scrape: 'true'
        prometheus.io/port: "9102"
    spec:
      serviceAccountName: ${name}
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: main
          image: registry.example.com/${namespace}/${name}:1.${random.below(20)}.${random.below(9)}
          args: ["--listen=:${port}", '--log-format=json']
          ports:
            - name: main
              containerPort: ${port}
            - {name: metrics, containerPort: 9102}
          env:
            - name: LOG_LEVEL
              value: info
            - name: DATABASE_HOST
              valueFrom:
                configMapKeyRef:
                  name: ${name}
                  key: database-host
          resources:
            requests:
              cpu: ${50 * (1 + random.below(10))}m
              memory: ${64 * (1 + random.below(8))}Mi
            limits: {memory: 1Gi}
          # Ready once the caches are warm.
          readinessProbe:
            httpGet:
              path: /healthz
              port: metrics
`;
}

function serviceText({ namespace, name, door, port }: PlannedWorkload, random: RandomSource): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
${door === 'LoadBalancer' ? '  type: LoadBalancer\n' : ''}  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: main
      port: ${random.chance(0.5) ? 80 : port}
      targetPort: main # ${port}
`;
}

function ingressText({ namespace, name }: PlannedWorkload): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  ingressClassName: nginx
  rules:
    - host: ${name}.${namespace}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: ${name}, port: {name: main}}}
`;
}

function settingsText({ namespace, name }: PlannedWorkload, random: RandomSource): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: ${namespace}
data:
  database-host: "db-${random.below(9)}.${namespace}.svc"
  # Run before the first start.
  prepare.sh: |
    #!/bin/sh
    set -eu
    for attempt in 1 2 3 4 5; do
      if wget -q -O /dev/null "http://localhost:9102/healthz"; then
        echo "ready: after $attempt attempts"
        exit 0
      fi
      sleep 2
    done

    echo 'not ready' >&2
    exit 1
`;
}
