import type { Finding } from '../findings/finding.ts';
import type { ManifestFile } from '../manifests/document.ts';
import { type CollectedObject, collectObjects } from './collect-objects.ts';
import { findDuplicates } from './find-duplicates.ts';
import { foldOwnedPods } from './fold-owned-pods.ts';
import { opaqueDialectPolicy } from './opaque-dialect.ts';
import { readAdminPolicy } from './read-admin-policy.ts';
import { readNamespace } from './read-namespace.ts';
import { readNetworkPolicy } from './read-network-policy.ts';
import { readService } from './read-service.ts';
import { readWorkload, type WorkloadReading } from './read-workload.ts';
import type { AdminPolicy, Namespace, NetworkPolicy, OpaquePolicy, Resources, Service } from './resources.ts';

/** Where objects without `metadata.namespace` land. */
export interface ReadResourcesOptions {
  readonly namespace: string;
}

/**
 * Everything in the files that bears on the network, typed and defaulted as an API server would. Whatever that server
 * would refuse is a finding; a policy it would refuse, or that is not evaluated, stays as one whose effect is not known.
 * The findings of the files themselves (syntax) are not repeated.
 */
export function readResources(files: readonly ManifestFile[], options: ReadResourcesOptions): Resources {
  const { objects, findings, ledger } = collectObjects(files, options.namespace);
  const duplicates = findDuplicates(objects);
  const readings = duplicates.distinct.map((collected) => readObject(collected, duplicates.contested.has(collected)));
  return {
    namespaces: readings.flatMap(({ namespace }) => namespace ?? []),
    workloads: foldOwnedPods(readings.flatMap(({ workload }) => workload ?? [])),
    services: readings.flatMap(({ service }) => service ?? []),
    networkPolicies: readings.flatMap(({ networkPolicy }) => networkPolicy ?? []),
    adminPolicies: readings.flatMap(({ adminPolicy }) => adminPolicy ?? []),
    opaquePolicies: readings.flatMap(({ opaquePolicy }) => opaquePolicy ?? []),
    findings: [...findings, ...duplicates.findings, ...readings.flatMap((reading) => reading.findings)],
    ledger,
  };
}

interface ObjectReading {
  readonly namespace?: Namespace;
  readonly workload?: WorkloadReading;
  readonly service?: Service;
  readonly networkPolicy?: NetworkPolicy;
  readonly adminPolicy?: AdminPolicy;
  readonly opaquePolicy?: OpaquePolicy;
  readonly findings: readonly Finding[];
}

/** `isContested`: there is another text for the same object. */
function readObject({ object, identity, reading }: CollectedObject, isContested: boolean): ObjectReading {
  switch (reading.kind) {
    case 'opaque':
      return { opaquePolicy: opaqueDialectPolicy(object, identity, reading.dialect), findings: [] };
    case 'networkPolicy': {
      const { findings, kind, policy } = readNetworkPolicy(object, identity);
      if (isContested) return { opaquePolicy: contestedPolicy(policy, object.kind, object.apiVersion), findings };
      return kind === 'accepted' ? { networkPolicy: policy, findings } : { opaquePolicy: policy, findings };
    }
    case 'adminPolicy': {
      const { findings, kind, policy } = readAdminPolicy(object, identity);
      if (isContested) return { opaquePolicy: contestedPolicy(policy, object.kind, object.apiVersion), findings };
      return kind === 'accepted' ? { adminPolicy: policy, findings } : { opaquePolicy: policy, findings };
    }
    case 'namespace': {
      const { findings, namespace } = readNamespace(object, identity);
      // Of two texts neither is known to be the one in the cluster, so the labels are not known.
      return namespace === undefined || isContested ? { findings } : { namespace, findings };
    }
    case 'service':
      return readService(object, identity);
    case 'workload': {
      const workload = readWorkload(object, identity);
      return { workload, findings: workload.findings };
    }
  }
}

function contestedPolicy(
  policy: NetworkPolicy | AdminPolicy | OpaquePolicy,
  kind: string,
  apiVersion: string,
): OpaquePolicy {
  return {
    kind,
    apiVersion,
    ...('namespace' in policy && policy.namespace !== undefined ? { namespace: policy.namespace } : {}),
    name: policy.name,
    directions: ['ingress', 'egress'],
    effect: 'either',
    why: 'it is defined twice with different texts',
    origin: policy.origin,
  };
}
