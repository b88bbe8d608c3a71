import type { Finding } from '../findings/finding.ts';
import { below, underlining } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import type { ManifestObject } from './manifest-object.ts';
import { type PolicyDialect, reachesWholeMesh } from './policy-dialects.ts';
import { formatIdentity, type Identity } from './read-identity.ts';
import type { OpaquePolicy } from './resources.ts';

/** The opaque policy for an object of another dialect; cluster-wide unless its reach is surely one namespace. */
export function opaqueDialectPolicy(
  object: ManifestObject,
  identity: Identity,
  dialect: Extract<PolicyDialect, { kind: 'opaque' }>,
): OpaquePolicy {
  const namespace = dialect.scope === 'namespace' ? identity.namespace : undefined;
  const isLocal = namespace !== undefined && !reachesWholeMesh(object.group, namespace);
  return {
    kind: object.kind,
    apiVersion: object.apiVersion,
    ...(isLocal ? { namespace } : {}),
    name: identity.name,
    directions: dialect.directions,
    effect: dialect.effect,
    why: `policies of the kind ${object.kind} in ${object.apiVersion} are not evaluated`,
    origin: object.origin,
  };
}

/** Says that a policy is there whose effect is not known; `isListed` is false for groups that nobody has heard of. */
export function notModelled(object: ManifestObject, identity: Identity, isListed: boolean): Finding {
  const name = `${object.kind} \`${formatIdentity(identity)}\` of \`${object.apiVersion}\``;
  const at = underlining(below(object.origin, 'kind'), 'key');
  if (isListed) {
    return findingAt('not-modelled', `${name} is a policy that is not evaluated`, at, {
      help: 'claims about what it may govern stay undecided; take it out of the manifests under check if it is never applied there',
    });
  }
  return findingAt('not-modelled', `${name} looks like a policy, but its kind and group are not known`, at, {
    help: 'write `kind: NetworkPolicy` and `apiVersion: networking.k8s.io/v1` if that is meant; claims about what it may govern stay undecided',
  });
}
