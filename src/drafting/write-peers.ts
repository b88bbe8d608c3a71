import { formatRequirement } from '../assertions/nearest-miss.ts';
import { parseGroup } from '../assertions/parse-group.ts';
import type { EndpointPredicate, NamespaceScope } from '../cluster/predicate.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import { NAME_LABEL } from '../resources/name-label.ts';
import { isAddressSubset, parseCidr } from '../sets/address-set.ts';
import type { PodNames } from './name-pods.ts';

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
      const scopes = writeScope(predicate.namespaces, names);
      const terms = scopes?.map((pods) => `any ${pods}${writeSelector(predicate.labels)}`);
      return terms?.every(isTerm) ? { kind: 'terms', terms } : UNSAYABLE;
    }
    case 'addresses': {
      const reading = parseCidr(predicate.text);
      const isWhole = reading.kind === 'cidr' && isAddressSubset(reading.addresses, predicate.addresses);
      return isWhole && isTerm(predicate.text) ? { kind: 'terms', terms: [predicate.text] } : UNSAYABLE;
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

function writeScope(scope: NamespaceScope, names: PodNames): readonly string[] | undefined {
  if (scope.kind === 'named') return [names.namespace(scope.name)];
  const { requirements } = scope.selector;
  if (requirements.length === 0) return [names.all];
  const [first] = requirements;
  if (requirements.length === 1 && first?.key === NAME_LABEL && first.operator === 'In') {
    return first.values.map(names.namespace);
  }
  return [`namespaces${writeSelector(scope.selector)}/pods`];
}

function writeSelector({ requirements }: LabelSelector): string {
  return requirements.length === 0 ? '' : `[${requirements.map(formatRequirement).join(',')}]`;
}

function isTerm(text: string): boolean {
  const parsed = parseGroup(text);
  return parsed.kind === 'group' && parsed.group.terms.length === 1 && parsed.group.except.length === 0;
}
