import type { Finding } from '../findings/finding.ts';
import type { ManifestFile } from '../manifests/document.ts';
import { type CollectedObject, collectObjects } from './collect-objects.ts';
import { findDuplicates } from './find-duplicates.ts';
import { foldOwnedPods } from './fold-owned-pods.ts';
import { opaqueDialectPolicy } from './opaque-dialect.ts';
import { opaqueDoor, ownDoor } from './opaque-door.ts';
import { readAdminPolicy } from './read-admin-policy.ts';
import { readFrontClass } from './read-front-class.ts';
import { readGateway, readReferenceGrant } from './read-gateway.ts';
import { readGatewayRoute } from './read-gateway-route.ts';
import type { Landing } from './read-identity.ts';
import { readIngress } from './read-ingress.ts';
import { readNamespace } from './read-namespace.ts';
import { readNetworkPolicy } from './read-network-policy.ts';
import { readOpenshiftRoute } from './read-openshift-route.ts';
import { readService } from './read-service.ts';
import { readWorkload, type WorkloadReading } from './read-workload.ts';
import type { AdminPolicy, Namespace, NetworkPolicy, OpaquePolicy, Resources, Service } from './resources.ts';
import type { FrontClass, Gateway, OpaqueDoor, ReferenceGrant, Route } from './route.ts';

/**
 * Everything in the files that bears on the network, typed and defaulted as an API server would. Whatever that server
 * would refuse is a finding; a policy it would refuse, or that is not evaluated, stays as one whose effect is not known.
 * The findings of the files themselves (syntax) are not repeated.
 */
export function readResources(files: readonly ManifestFile[], landing: Landing): Resources {
  const { objects, findings, ledger } = collectObjects(files, landing);
  const duplicates = findDuplicates(objects);
  const readings = duplicates.distinct.map((collected) => readObject(collected, duplicates.contested.has(collected)));
  // Of a door every text counts that the cluster may have.
  const others = duplicates.others.map((collected) => ({ ...readObject(collected, true), findings: [] }));
  const doors = [...readings, ...others];
  return {
    namespaces: all(readings, ({ namespace }) => namespace),
    workloads: foldOwnedPods(all(readings, ({ workload }) => workload)),
    services: all(doors, ({ service }) => service),
    routes: all(doors, ({ route }) => route),
    gateways: all(doors, ({ gateway }) => gateway),
    frontClasses: all(doors, ({ frontClass }) => frontClass),
    referenceGrants: all(doors, ({ referenceGrant }) => referenceGrant),
    opaqueDoors: all(doors, ({ opaqueDoor }) => opaqueDoor),
    networkPolicies: all(readings, ({ networkPolicy }) => networkPolicy),
    adminPolicies: all(readings, ({ adminPolicy }) => adminPolicy),
    opaquePolicies: all(readings, ({ opaquePolicy }) => opaquePolicy),
    findings: [...findings, ...duplicates.findings, ...readings.flatMap((reading) => reading.findings)],
    ledger,
  };
}

/** What some of the readings hold, in their order. */
function all<T>(readings: readonly ObjectReading[], held: (reading: ObjectReading) => T | undefined): readonly T[] {
  const things: T[] = [];
  for (const reading of readings) {
    const thing = held(reading);
    if (thing !== undefined) things.push(thing);
  }
  return things;
}

// Knative Serving puts every Service behind its own ingress, unless it is marked as local to the cluster.
const KNATIVE_GROUP = 'serving.knative.dev';

interface ObjectReading {
  readonly namespace?: Namespace;
  readonly workload?: WorkloadReading;
  readonly service?: Service;
  readonly networkPolicy?: NetworkPolicy;
  readonly adminPolicy?: AdminPolicy;
  readonly opaquePolicy?: OpaquePolicy;
  readonly route?: Route;
  readonly gateway?: Gateway;
  readonly frontClass?: FrontClass;
  readonly referenceGrant?: ReferenceGrant;
  readonly opaqueDoor?: OpaqueDoor;
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
      return readService(object, identity, isContested);
    case 'ingress':
      return readIngress(object, identity, { isContested, ...reading });
    case 'gateway':
      return readGateway(object, identity, { isContested, ...reading });
    case 'frontClass':
      return { frontClass: readFrontClass(object, identity), findings: [] };
    case 'gatewayRoute':
      return readGatewayRoute(object, identity, { isContested, ...reading });
    case 'referenceGrant':
      return readReferenceGrant(object, identity, { isContested, ...reading });
    case 'openshiftRoute':
      return readOpenshiftRoute(object, identity, { isContested, ...reading });
    case 'edge':
      return { opaqueDoor: opaqueDoor(object, identity, reading.scope), findings: [] };
    case 'workload': {
      const workload = readWorkload(object, identity);
      return {
        workload,
        ...(object.group === KNATIVE_GROUP && { opaqueDoor: ownDoor(object, identity) }),
        findings: workload.findings,
      };
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
