import { type RandomSource, randomSource } from './random-source.ts';

/** A file of a generated repository. */
export interface GeneratedFile {
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** How large a repository is, and the seed from which everything else follows. */
export interface RepositorySize {
  readonly workloads: number;
  readonly claims: number;
  readonly seed: number;
}

/** Workloads of one namespace: about what people report of clusters with thousands of pods. */
const WORKLOADS_OF_A_NAMESPACE = 25;

/** A workload as the policies and claims around it know it. */
interface Made {
  readonly namespace: string;
  readonly name: string;
  readonly tier: string;
  readonly port: number;
}

/**
 * A repository like those that teams have: for each workload a Deployment, a Service and one or two policies, in a folder for
 * each namespace, with labels, expressions, named ports, ranges of ports, ipBlocks and admin policies; and a suite.
 */
export function* generateRepository(size: RepositorySize): Iterable<GeneratedFile> {
  const random = randomSource(size.seed);
  const namespaces = Math.max(1, Math.ceil(size.workloads / WORKLOADS_OF_A_NAMESPACE));
  const made: Made[] = [];
  for (let index = 0; index < namespaces; index += 1) {
    const namespace = `team-${index % Math.ceil(namespaces / 4)}-${['dev', 'test', 'stage', 'prod'][index % 4]}-${index}`;
    const count = Math.min(WORKLOADS_OF_A_NAMESPACE, size.workloads - index * WORKLOADS_OF_A_NAMESPACE);
    const inside = Array.from({ length: count }, (_, number) => makeWorkload(namespace, number, random));
    made.push(...inside);
    yield { file: `k8s/${namespace}/namespace.yaml`, text: namespaceText(namespace, index) };
    for (const workload of inside) {
      const text = [deployment(workload, random), service(workload), ...policies(workload, inside, namespaces, random)];
      yield { file: `k8s/${namespace}/${workload.name}.yaml`, text: text.join('---\n') };
    }
  }
  yield { file: 'k8s/admin.yaml', text: adminPolicies().join('---\n') };
  yield { file: 'policies-tests/suite.yaml', text: suite(made, size.claims, random) };
}

const TIERS = ['web', 'api', 'worker', 'cache', 'db'] as const;
const PORTS = { web: 8080, api: 8443, worker: 9000, cache: 6379, db: 5432 } as const;

function makeWorkload(namespace: string, number: number, random: RandomSource): Made {
  const tier = random.oneOf(TIERS);
  return { namespace, name: `${tier}-${number}`, tier, port: PORTS[tier] };
}

function namespaceText(name: string, index: number): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    team: team-${index % 40}
    env: ${name.split('-')[2]}
    pod-security.kubernetes.io/enforce: restricted
`;
}

function deployment({ namespace, name, tier, port }: Made, random: RandomSource): string {
  const labels = (indent: string): string =>
    [
      `app.kubernetes.io/name: ${name}`,
      `app.kubernetes.io/part-of: ${namespace}`,
      `tier: ${tier}`,
      `version: v${1 + random.below(3)}`,
    ]
      .map((line) => `${indent}${line}\n`)
      .join('');
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:
${labels('    ')}spec:
  replicas: ${1 + random.below(5)}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
${labels('        ')}    spec:
      serviceAccountName: ${name}
      securityContext:
        runAsNonRoot: true
      containers:
        - name: main
          image: registry.example.com/${namespace}/${name}:1.${random.below(20)}.${random.below(9)}
          args: ["--listen=:${port}", "--log-format=json"]
          ports:
            - name: main
              containerPort: ${port}
            - name: metrics
              containerPort: 9102
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
            limits:
              memory: 1Gi
          readinessProbe:
            httpGet:
              path: /healthz
              port: metrics
`;
}

function service({ namespace, name, port }: Made): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: main
      port: 80
      targetPort: main
    - name: metrics
      port: 9102
      targetPort: metrics
# listens on ${port}
`;
}

function policies(
  workload: Made,
  neighbours: readonly Made[],
  namespaces: number,
  random: RandomSource,
): readonly string[] {
  const ingress = policy(workload, 'Ingress', ingressRules(workload, neighbours, namespaces, random));
  return random.chance(0.6) ? [ingress, policy(workload, 'Egress', egressRules(neighbours, random))] : [ingress];
}

function policy({ namespace, name }: Made, type: 'Ingress' | 'Egress', rules: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}-${type.toLowerCase()}
  namespace: ${namespace}
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  policyTypes:
    - ${type}
  ${type.toLowerCase()}:
${rules}`;
}

function ingressRules(workload: Made, neighbours: readonly Made[], namespaces: number, random: RandomSource): string {
  const source = neighbours[random.below(neighbours.length)] ?? workload;
  const env = ['dev', 'test', 'stage', 'prod'][random.below(4)];
  return `    - from:
        - podSelector:
            matchLabels:
              app.kubernetes.io/name: ${source.name}
        - namespaceSelector:
            matchLabels:
              team: team-${random.below(Math.min(40, namespaces))}
          podSelector:
            matchExpressions:
              - {key: tier, operator: In, values: [web, api]}
              - {key: legacy, operator: DoesNotExist}
      ports:
        - port: main
        - port: 30000
          endPort: ${30000 + random.below(2000)}
    - from:
        - namespaceSelector:
            matchExpressions:
              - key: env
                operator: NotIn
                values: [${env}]
          podSelector:
            matchLabels:
              app.kubernetes.io/name: prometheus
      ports:
        - port: metrics
`;
}

function egressRules(neighbours: readonly Made[], random: RandomSource): string {
  const target = neighbours[random.below(neighbours.length)];
  const network = `10.${random.below(200)}`;
  return `    - to:
        - podSelector:
            matchLabels:
              tier: ${target?.tier ?? 'db'}
      ports:
        - port: ${target?.port ?? 5432}
    - to:
        - ipBlock:
            cidr: ${network}.0.0/16
            except:
              - ${network}.${random.below(200)}.0/24
      ports:
        - protocol: TCP
          port: 443
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - {protocol: UDP, port: 53}
        - {protocol: TCP, port: 53}
`;
}

/** A guard in front of every namespace's own policies, and a baseline behind them. */
function adminPolicies(): readonly string[] {
  return [
    `apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata:
  name: monitoring-everywhere
spec:
  priority: 10
  subject:
    namespaces: {}
  ingress:
    - name: scrape
      action: Allow
      from:
        - pods:
            namespaceSelector:
              matchLabels:
                team: team-0
            podSelector:
              matchLabels:
                app.kubernetes.io/name: prometheus
      ports:
        - portNumber:
            protocol: TCP
            port: 9102
`,
    `apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata:
  name: no-dev-to-prod
spec:
  priority: 20
  subject:
    namespaces:
      matchLabels:
        env: prod
  ingress:
    - name: dev
      action: Deny
      from:
        - namespaces:
            matchLabels:
              env: dev
`,
    `apiVersion: policy.networking.k8s.io/v1alpha1
kind: BaselineAdminNetworkPolicy
metadata:
  name: default
spec:
  subject:
    namespaces:
      matchLabels:
        env: prod
  egress:
    - name: no-metadata-service
      action: Deny
      to:
        - networks:
            - 169.254.169.254/32
`,
  ];
}

function suite(made: readonly Made[], claims: number, random: RandomSource): string {
  const nameOf = ({ namespace, name }: Made): string => `${namespace}/${name}`;
  const any = (): Made => made[random.below(made.length)] as Made;
  const sentences = Array.from({ length: claims }, () => {
    const [from, to] = [any(), any()];
    switch (random.below(8)) {
      case 0:
        return `internet -/-> ${nameOf(to)}`;
      case 1:
        return `${from.namespace}/pods -/-> ${nameOf(to)}:${to.port}`;
      case 2:
        return `${nameOf(from)} --> dns`;
      case 3:
        return `any pods[tier=cache] -/-> ${nameOf(to)}:${to.port}`;
      case 4:
        return `only ${to.namespace}/pods --> ${nameOf(to)}:${to.port}`;
      default:
        return `${nameOf(from)} -/-> ${nameOf(to)}`;
    }
  });
  return `suite: A generated suite
manifests: [/k8s]
expect:
${sentences.map((sentence) => `  - ${sentence}\n`).join('')}`;
}
