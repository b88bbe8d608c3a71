import type { GeneratedFile } from './write-repository.ts';

/** What the platform's team adds to a repository: monitoring, the way in, and admin policies around those of the teams. */
export function platformFiles(): readonly GeneratedFile[] {
  return [
    { file: 'k8s/platform/admin.yaml', text: [MONITORING_EVERYWHERE, NO_DEV_TO_PROD, BASELINE].join('---\n') },
    { file: 'k8s/platform/monitoring.yaml', text: PROMETHEUS.join('---\n') },
    { file: 'k8s/platform/ingress-nginx.yaml', text: INGRESS_NGINX.join('---\n') },
  ];
}

/** A guard in front of every namespace's own policies … */
const MONITORING_EVERYWHERE = `apiVersion: policy.networking.k8s.io/v1alpha1
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
                kubernetes.io/metadata.name: monitoring
            podSelector:
              matchLabels:
                app.kubernetes.io/name: prometheus
      ports:
        - portNumber:
            protocol: TCP
            port: 9102
`;

const NO_DEV_TO_PROD = `apiVersion: policy.networking.k8s.io/v1alpha1
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
`;

/** … and a baseline behind them. */
const BASELINE = `apiVersion: policy.networking.k8s.io/v1alpha1
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
`;

const PROMETHEUS = [
  `apiVersion: v1
kind: Namespace
metadata:
  name: kube-system
  labels: {env: platform}
`,
  `apiVersion: v1
kind: Namespace
metadata:
  name: monitoring
  labels: {env: platform}
`,
  `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: prometheus
  namespace: monitoring
spec:
  serviceName: prometheus
  selector:
    matchLabels: &labels
      app.kubernetes.io/name: prometheus
  template:
    metadata:
      labels: *labels
    spec:
      containers:
        - name: prometheus
          image: "quay.io/prometheus/prometheus:v3.5.0"
          ports: [{name: web, containerPort: 9090}]
`,
];

const INGRESS_NGINX = [
  `apiVersion: v1
kind: Namespace
metadata:
  name: ingress-nginx
  labels: {env: platform}
`,
  `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: nginx
spec:
  controller: k8s.io/ingress-nginx
`,
  `apiVersion: v1
kind: Service
metadata:
  name: ingress-nginx-controller
  namespace: ingress-nginx
spec:
  type: LoadBalancer
  selector:
    app.kubernetes.io/name: ingress-nginx
  ports:
    - {name: http, port: 80, targetPort: http}
    - {name: https, port: 443, targetPort: https}
`,
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ingress-nginx-controller
  namespace: ingress-nginx
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ingress-nginx
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ingress-nginx
        app.kubernetes.io/component: controller
    spec:
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v1.13.3
          args:
            - /nginx-ingress-controller
            - --controller-class=k8s.io/ingress-nginx
            - --ingress-class=nginx
          ports:
            - {name: http, containerPort: 80}
            - {name: https, containerPort: 443}
`,
];
