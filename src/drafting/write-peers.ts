import { namedScopes } from '../assertions/said-by-policies.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import { isAddressSubset, parseCidr } from '../sets/address-set.ts';
import type { PodNames } from './name-pods.ts';
import { readTerms } from './write-pods.ts';

/** Whom a rule names, as terms of a claim: every pod that could be created included. */
export type PeerTerms =
  | { readonly kind: 'terms'; readonly terms: readonly string[] }
  /** The rule is for everybody. */
  | { readonly kind: 'everybody' }
  /** There are no words for it. */
  | { readonly kind: 'unsayable' };

const UNSAYABLE: PeerTerms = { kind: 'unsayable' };

/** The terms for a predicate of a rule. */
export function writePeers(predicate: EndpointPredicate, names: PodNames): PeerTerms {
  switch (predicate.kind) {
    case 'everything':
      return { kind: 'everybody' };
    case 'pods': {
      const { labels } = predicate;
      const terms = namedScopes(predicate.namespaces).map((namespaces) =>
        names.pods({ any: true, namespaces, labels }),
      );
      return terms.every((term) => term !== undefined) ? { kind: 'terms', terms } : UNSAYABLE;
    }
    case 'addresses': {
      const reading = parseCidr(predicate.text);
      const isWhole = reading.kind === 'cidr' && isAddressSubset(reading.addresses, predicate.addresses);
      const term = isWhole ? predicate.text : names.range(predicate.text, predicate.addresses);
      const isTerm = term !== undefined && (!isWhole || isAddress(term));
      return isTerm ? { kind: 'terms', terms: [term] } : UNSAYABLE;
    }
    case 'union': {
      const parts = predicate.of.map((part) => writePeers(part, names));
      if (parts.some(({ kind }) => kind === 'everybody')) return { kind: 'everybody' };
      const terms = parts.flatMap((part) => (part.kind === 'terms' ? part.terms : []));
      return parts.every(({ kind }) => kind === 'terms') ? { kind: 'terms', terms: [...new Set(terms)] } : UNSAYABLE;
    }
    case 'nodes':
    case 'domainNames':
      return UNSAYABLE;
  }
}

function isAddress(text: string): boolean {
  return readTerms(text.includes(':') ? `[${text}]` : text).every((term) => term?.kind === 'address');
}
