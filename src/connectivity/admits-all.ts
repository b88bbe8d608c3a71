import { assumedPod } from '../cluster/assumed-pod.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import type { Truth } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_ADDRESSES } from '../sets/address-set.ts';
import { isEmpty } from '../sets/interval-set.ts';
import { type Governing, walkLayer } from './walk-layer.ts';

/** Whether a rule that is not for everybody means a peer of whom nothing is known: only the answer counts here. */
const UNKNOWN: Truth = { why: 'the peer may be anybody', settle: 'name the peer' };

/** A destination of which nothing is known, its ports included. */
const ANYBODY = assumedPod(
  { namespace: '', name: '', labels: new Map() },
  { name: '', labels: new Map(), complete: false },
  { kind: 'within', addresses: ALL_ADDRESSES },
);

/**
 * Whether the policies that (may) govern an endpoint surely admit everything in this direction, whoever the peer is:
 * pods that could be created, addresses and nodes included. Yes is certain; no may be too careful.
 */
export function admitsAll(layers: readonly Governing[], direction: Direction, subject: Endpoint): boolean {
  const destination = direction === 'ingress' ? subject : ANYBODY;
  return layers.every((layer) => {
    const matching = layer.rules.map(({ peer }): Truth => peer.kind === 'everything' || UNKNOWN);
    return isEmpty(walkLayer(layer, direction, destination, matching).mayDeny);
  });
}
