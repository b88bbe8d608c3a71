import type { Resources, Service } from '../resources/resources.ts';
import { type AddressSet, addressUnion, NO_ADDRESSES, parseCidr } from '../sets/address-set.ts';

/** Whom a load balancer lets in for sure; undefined: everybody. A range that cannot be read admits nobody for sure. */
export function sourceRanges({ exposure }: Service): AddressSet | undefined {
  const { type, sourceRanges: ranges } = exposure;
  if (type !== 'LoadBalancer' || ranges.length === 0) return undefined;
  return ranges
    .map((range) => parseCidr(range.trim()))
    .flatMap((reading) => (reading.kind === 'cidr' ? [reading.addresses] : []))
    .reduce(addressUnion, NO_ADDRESSES);
}

/** The address ranges that doors tell apart, at which the address space must be cut. */
export function addressCutsOfDoors({ services }: Resources): readonly AddressSet[] {
  return services.map(sourceRanges).filter((ranges) => ranges !== undefined);
}
