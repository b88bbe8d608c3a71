import { fieldOf, type ManifestObject, stringOf } from './manifest-object.ts';
import type { Identity } from './read-identity.ts';
import type { FrontClass } from './route.ts';

/** An IngressClass or GatewayClass. */
export function readFrontClass({ kind, written }: ManifestObject, { name }: Identity): FrontClass {
  const spec = fieldOf(written, 'spec');
  const isGateway = kind === 'GatewayClass';
  const controller = stringOf(fieldOf(spec, isGateway ? 'controllerName' : 'controller'));
  return { kind: isGateway ? 'GatewayClass' : 'IngressClass', name, ...(controller !== undefined && { controller }) };
}
