import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { NamedException } from './named-exceptions.ts';
import { type ConformanceRun, runConformance } from './run-conformance.ts';

/** A pod `shop/web` that reaches `shop/db` on one port, by name. */
export const SHOP = `
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Namespace
    metadata: { name: shop }
  - apiVersion: v1
    kind: Pod
    metadata: { name: web, namespace: shop, labels: { role: web } }
    spec: { containers: [{ name: main, image: web, ports: [{ name: http, containerPort: 8080 }] }] }
  - apiVersion: v1
    kind: Pod
    metadata: { name: db, namespace: shop, labels: { role: db } }
    spec: { containers: [{ name: main, image: db, ports: [{ name: sql, containerPort: 5432 }] }] }
  - apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: { name: db-in, namespace: shop }
    spec:
      podSelector: { matchLabels: { role: db } }
      policyTypes: [Ingress]
      ingress: [{ from: [{ podSelector: { matchLabels: { role: web } } }], ports: [{ port: sql }] }]
`;

/** The probe that agrees. */
export const WEB_TO_DB = { src: 'shop/web', dst: 'shop/db', protocol: 'TCP', port: 5432, allow: true };

/** One corpus; unless they say otherwise, all of its cases read `manifests`. */
export interface Written {
  readonly corpus?: string;
  readonly cases: readonly Record<string, unknown>[];
  readonly units?: readonly unknown[];
  readonly manifests?: string;
  /** Further manifests, by the folder that holds them. */
  readonly folders?: Readonly<Record<string, string>>;
  readonly exceptions?: readonly NamedException[];
}

/** A folder for one test, and how to run one corpus that is written there. */
export function useTinyCorpus(): {
  readonly directory: () => string;
  readonly run: (written: Written) => ConformanceRun;
} {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'conformance-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });
  const run = ({ corpus = 'tiny', cases, units = [], manifests = SHOP, folders, exceptions = [] }: Written) => {
    const folder = join(directory, corpus);
    for (const [name, text] of Object.entries({ inputs: manifests, ...folders })) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'manifests.yaml'), text);
    }
    const written = cases.map((one) => ({ name: 'one', dir: 'inputs', mode: 'probes', requires: [], ...one }));
    writeFileSync(join(folder, 'cases.json'), JSON.stringify({ cases: written, units }));
    return runConformance(directory, exceptions);
  };
  return { directory: () => directory, run };
}

/** The last line of a run, and how it ends. */
export function endOf({ lines, exitCode }: ConformanceRun): {
  readonly last: string | undefined;
  readonly exitCode: number;
} {
  return { last: lines.at(-1), exitCode };
}

export const PASSED = { last: '1 passed, 0 failed', exitCode: 0 };
export const FAILED = { last: '0 passed, 1 failed', exitCode: 1 };
