import type { Finding } from '../findings/finding.ts';
import { below, underlining } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import type { ManifestObject } from './manifest-object.ts';
import { formatIdentity, type Identity } from './read-identity.ts';
import type { OpaqueDoor } from './route.ts';

/** The door that may stand behind an object whose way in is not followed. */
export function opaqueDoor(object: ManifestObject, identity: Identity, scope: OpaqueDoor['scope']): OpaqueDoor {
  return {
    kind: object.kind,
    apiVersion: object.apiVersion,
    namespace: identity.namespace ?? '',
    name: identity.name,
    scope,
    origin: object.origin,
  };
}

/** The door of an object that makes pods and exposes them itself. */
export function ownDoor(object: ManifestObject, identity: Identity): OpaqueDoor {
  return { ...opaqueDoor(object, identity, 'namespace'), ownPods: true };
}

/** Says that an object leads traffic in from outside, and that nobody looks where to. */
export function doorNotFollowed(object: ManifestObject, identity: Identity): Finding {
  const name = `${object.kind} \`${formatIdentity(identity)}\` of \`${object.apiVersion}\``;
  const at = underlining(below(object.origin, 'kind'), 'key');
  return findingAt('not-modelled', `${name} lets traffic in from outside in a way that is not followed`, at, {
    severity: 'notice',
    help: 'claims that deny traffic from outside to any pod it may lead to stay undecided unless policy refuses whoever may front it',
  });
}
