import { addressDifference, isAddressSubset, parseCidr } from '../sets/address-set.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import { fieldOf, listOf } from './manifest-object.ts';
import type { IpBlockPeer } from './resources.ts';

type Cidr = Extract<ReturnType<typeof parseCidr>, { kind: 'cidr' }>;

/** The addresses of an `ipBlock`, or undefined (and findings) if the API server refuses it. */
export function readIpBlock(
  ipBlock: unknown,
  origin: SourceRef,
  title: string,
  report: FindingSink,
): IpBlockPeer | undefined {
  const text = fieldOf(ipBlock, 'cidr');
  if (typeof text !== 'string') return undefined;
  const whole = readCidr(text, below(origin, 'cidr'), title, report);
  if (whole === undefined) return undefined;
  let addresses = whole.addresses;
  let isAccepted = true;
  for (const [index, exception] of listOf(fieldOf(ipBlock, 'except')).entries()) {
    if (typeof exception !== 'string') continue;
    const at = below(origin, 'except', index);
    const part = readCidr(exception, at, title, report);
    const isInside = part !== undefined && checkExcept(part, whole, exception, text, at, title, report);
    if (isInside) addresses = addressDifference(addresses, part.addresses);
    else isAccepted = false;
  }
  return isAccepted ? { kind: 'ipBlock', cidr: text, addresses, origin } : undefined;
}

function readCidr(text: string, at: SourceRef, title: string, report: FindingSink): Cidr | undefined {
  const reading = parseCidr(text);
  if (reading.kind === 'invalid') {
    report(findingAt('invalid-field', `\`${text}\` is not a CIDR, in ${title}`, at, { help: reading.why }));
    return undefined;
  }
  if (reading.hostBits) {
    const message = `\`${text}\` has bits set beyond its mask /${reading.prefix}, in ${title}`;
    report(
      findingAt('host-bits-set', message, at, {
        help: 'write the first address of the block; the bits beyond the mask are not looked at',
      }),
    );
  }
  return reading;
}

// API reference, IPBlock: "Except values will be rejected if they are outside the cidr range"; equal ranges are refused too.
function checkExcept(
  part: Cidr,
  whole: Cidr,
  exception: string,
  cidr: string,
  at: SourceRef,
  title: string,
  report: FindingSink,
): boolean {
  if (isAddressSubset(part.addresses, whole.addresses) && part.prefix > whole.prefix) return true;
  const message = `\`${exception}\` is not a smaller block inside \`${cidr}\`, in ${title}`;
  report(
    findingAt('invalid-field', message, at, {
      help: 'an `except` must be a proper part of its `cidr`: name a smaller block, or remove it',
    }),
  );
  return false;
}
