import { describe, expect, it } from 'vitest';
import { endOf, FAILED, PASSED, SHOP, useTinyCorpus } from './tiny-corpus.ts';

const { run } = useTinyCorpus();

const FRONT = '{ingress-controller}';
const WEB = 'shop/web[Pod]';
const DB = 'shop/db[Pod]';
const NONE = { all: false };

/** The shop with a Service for each of its pods, both led to by one Ingress; policy admits only `web` to `db`. */
const FRONTED = `${SHOP}---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, selector: { role: web }, ports: [{ name: main, port: 80, targetPort: http }, { name: more, port: 81 }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { type: LoadBalancer, selector: { role: db }, ports: [{ port: 80, targetPort: sql }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: all, namespace: shop }
spec:
  defaultBackend: { service: { name: db, port: { number: 80 } } }
  rules:
    - http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { name: main } } } }] }
`;
/** The same with a policy that admits whoever has no labels. */
const OPEN = FRONTED.replace('podSelector: { matchLabels: { role: web } } }]', 'namespaceSelector: {} }]');

const TO_WEB = { src: FRONT, dst: WEB, conn: { TCP: '8080' } };
const TO_DB = { src: FRONT, dst: DB, conn: { TCP: '5432' } };

const options = { focus_workloads: ['ingress-controller'] };
const ask = (manifests: string, expected: readonly unknown[], more: object = {}) =>
  endOf(run({ manifests, cases: [{ mode: 'connlist_focus', options, expected, ...more }] }));

describe('the rows of the ingress controller', () => {
  it('are what comes through Ingress objects and past the policies of the pods behind them', () => {
    expect(ask(FRONTED, [TO_WEB])).toEqual(PASSED);
    expect(ask(OPEN, [TO_WEB, TO_DB])).toEqual(PASSED);
    expect(ask(SHOP, [])).toEqual(PASSED);
  });

  it('are what comes through Routes, and not through what the tool behind them does not know', () => {
    const without = OPEN.slice(0, OPEN.lastIndexOf('---'));
    const route = (version: string) => `---
apiVersion: ${version}
kind: Route
metadata: { name: web, namespace: shop }
spec: { to: { kind: Service, name: web }, port: { targetPort: http } }
`;
    expect(ask(without, [])).toEqual(PASSED);
    expect(ask(without + route('route.openshift.io/v1'), [TO_WEB])).toEqual(PASSED);
    expect(ask(without + route('route.openshift.io/v1'), [])).toEqual(FAILED);
    expect(ask(without + route('serving.knative.dev/v1'), [])).toEqual(PASSED);
  });

  it.each([
    ['one is missing', FRONTED, []],
    ['one has another port', FRONTED, [{ ...TO_WEB, conn: { TCP: '80' } }]],
    ['one has more than the port that the Ingress names', FRONTED, [{ ...TO_WEB, conn: { TCP: '81,8080' } }]],
    ['one comes past a policy that refuses it', FRONTED, [TO_WEB, TO_DB]],
    ['one has no Ingress behind it', FRONTED.slice(0, FRONTED.indexOf('kind: Ingress')), [TO_WEB]],
    ['one leads to the controller', FRONTED, [TO_WEB, { src: WEB, dst: FRONT, conn: { all: true } }]],
  ])('fail a case if %s', (_, manifests, expected) => {
    expect(ask(manifests, expected)).toEqual(FAILED);
  });

  it('belong to the workloads and the direction in focus', () => {
    const of = (expected: readonly unknown[], focused: object) => ask(OPEN, expected, { options: focused });
    expect(of([TO_WEB], { ...options, focus_conn: 'tcp-8080' })).toEqual(PASSED);
    const db = { focus_workloads: ['db'], focus_direction: 'ingress' };
    const webToDb = { ...TO_DB, src: WEB };
    expect(of([webToDb, TO_DB], db)).toEqual(PASSED);
    expect(of([webToDb], db)).toEqual(FAILED);
    expect(of([webToDb], { ...db, focus_workload_peers: ['web'] })).toEqual(PASSED);
    const web = { focus_workloads: ['web'], focus_workload_peers: ['db'], focus_direction: 'egress' };
    expect(of([webToDb], web)).toEqual(PASSED);
    expect(of([webToDb, TO_WEB], web)).toEqual(FAILED);
  });

  it('are compared where two worlds are, and what no longer comes through must be said', () => {
    const diff = (expected_diff: readonly unknown[]) =>
      endOf(
        run({
          folders: { shut: FRONTED, open: OPEN },
          cases: [{ mode: 'diff', dir: undefined, dirs: ['open', 'shut'], expected_diff }],
        }),
      );
    const removed = { type: 'removed', src: FRONT, dst: DB, conn1: TO_DB.conn, conn2: NONE };
    expect(diff([removed])).toEqual(PASSED);
    expect(diff([])).toEqual(FAILED);
    expect(diff([{ ...removed, conn1: { TCP: '80' } }])).toEqual(FAILED);
  });

  it('are explained by the policies that the front meets', () => {
    const none = { policies: [] };
    const byPolicy = {
      policies: [
        { kind: 'Ingress', name: 'shop/all' },
        { kind: 'NetworkPolicy', name: 'shop/db-in' },
      ],
    };
    const rest = { TCP: '1-5431,5433-65535', UDP: '1-65535', SCTP: '1-65535' };
    const explain = (ingress: object) => {
      const parts = [
        { verdict: 'allowed', conn: TO_DB.conn, egress: none, ingress },
        { verdict: 'denied', conn: rest, egress: none, ingress },
      ];
      return ask(OPEN, [TO_WEB, TO_DB], { mode: 'explain', reasons: [{ src: FRONT, dst: DB, parts }] });
    };
    expect(explain(byPolicy)).toEqual(PASSED);
    expect(explain(none)).toEqual(FAILED);
  });
});
