import type { Dataplane } from '../cluster/dataplane-profile.ts';
import { DATAPLANES } from '../cluster/dataplane-profile.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import type { AddressSet } from '../sets/address-set.ts';
import { addressUnion, familyOf, formatAddress, NO_ADDRESSES, parseCidr } from '../sets/address-set.ts';
import type { FailOnNew } from './request.ts';

/** What is wrong with an option or input, and what to write instead. */
export interface Complaint {
  readonly message: string;
  readonly help: string;
}

/** A value that was read, or what is wrong with it. */
export type Setting<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'invalid'; readonly complaint: Complaint };

/** What makes the gate red, from all to nothing. */
export const FAIL_ON = ['error', 'warning', 'never'] as const;

/** Which new connections make the gate red. */
export const FAIL_ON_NEW = ['internet', 'any', 'never'] as const satisfies readonly FailOnNew[];

/** Reads a word that must be one of a few; `name` is the option or input as its user writes it. */
export function readChoice<T extends string>(name: string, text: string, allowed: readonly T[]): Setting<T> {
  const value = allowed.find((choice) => choice === text);
  if (value !== undefined) return { kind: 'value', value };
  const list = `it takes ${allowed.map((choice) => `\`${choice}\``).join(', ')}`;
  const suggestion = didYouMean(suggest(text, allowed));
  return invalid(`\`${name}\` cannot be \`${text}\``, suggestion === undefined ? list : `${suggestion} ${list}`);
}

/** Reads the name of a network plugin. */
export function readDataplane(name: string, text: string): Setting<Dataplane> {
  return readChoice(name, text, DATAPLANES);
}

/** Reads the name of a namespace, which is a DNS label (RFC 1123). */
export function readNamespace(name: string, text: string): Setting<string> {
  if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) return { kind: 'value', value: text };
  return invalid(
    `\`${name}\` cannot be \`${text}\``,
    'a namespace is at most 63 lower-case letters, digits and `-`, with no `-` at either end',
  );
}

/** Reads address ranges into the set of all their addresses. */
export function readAddressRanges(name: string, texts: readonly string[]): Setting<AddressSet> {
  let addresses = NO_ADDRESSES;
  for (const text of texts) {
    const reading = parseCidr(text);
    if (reading.kind === 'invalid') return invalid(`\`${name}\` cannot be \`${text}\``, reading.why);
    if (reading.hostBits) {
      const [first] = reading.addresses;
      const meant = first === undefined ? text : `${formatAddress(first)}/${reading.prefix}`;
      return invalid(
        `\`${text}\` has bits set beyond its mask`,
        `write \`${meant}\` if you mean that IPv${familyOf(first ?? 0n)} range`,
      );
    }
    addresses = addressUnion(addresses, reading.addresses);
  }
  return { kind: 'value', value: addresses };
}

function invalid(message: string, help: string): { readonly kind: 'invalid'; readonly complaint: Complaint } {
  return { kind: 'invalid', complaint: { message, help } };
}
