import type { Scope, Term } from '../assertions/claim.ts';
import { isGlob } from '../assertions/match-glob.ts';
import { formatRequirement } from '../assertions/nearest-miss.ts';
import { parseClaim } from '../assertions/parse-claim.ts';
import type { NamespaceScope } from '../cluster/predicate.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import { NAME_LABEL } from '../resources/name-label.ts';

/** What a term for pods by labels is to mean. */
export interface WantedPods {
  readonly any: boolean;
  readonly namespaces: NamespaceScope;
  readonly labels: LabelSelector;
}

/** A term for pods by namespace and labels; absent where the language cannot spell it. */
export function writePods(wanted: WantedPods, suiteNamespace: string | undefined): string | undefined {
  const { any, namespaces, labels } = wanted;
  const spellings = scopesFor(namespaces, suiteNamespace).map(({ prefix, scope }) => ({
    text: `${any ? 'any ' : ''}${prefix}pods${writeSelector(labels)}`,
    scope,
  }));
  return spellings.find(({ text, scope }) => readTerms(text).every((term) => isPods(term, any, scope, labels)))?.text;
}

interface Spelling {
  readonly prefix: string;
  readonly scope: Scope | undefined;
}

function scopesFor(namespaces: NamespaceScope, suiteNamespace: string | undefined): readonly Spelling[] {
  if (namespaces.kind === 'selected') {
    const { selector } = namespaces;
    if (selector.requirements.length > 0) return [byLabels(selector)];
    if (suiteNamespace === undefined) return [{ prefix: '', scope: undefined }];
    return [{ prefix: '*/', scope: { kind: 'glob', glob: '*' } }];
  }
  const { name } = namespaces;
  if (name === suiteNamespace) return [{ prefix: '', scope: undefined }];
  const isPlain = !isGlob(name);
  return [
    ...(isPlain ? [{ prefix: `${name}/`, scope: { kind: 'glob', glob: name } } as const] : []),
    // A namespace that is called like a word of the language is told by its label.
    byLabels({ requirements: [{ key: NAME_LABEL, operator: 'In', values: [name] }] }),
  ];
}

function byLabels(selector: LabelSelector): Spelling {
  return { prefix: `namespaces${writeSelector(selector)}/`, scope: { kind: 'labels', selector } };
}

function writeSelector({ requirements }: LabelSelector): string {
  return requirements.length === 0 ? '' : `[${requirements.map(formatRequirement).join(',')}]`;
}

/** A text read as a source and as a target, with and without ports; a term of nothing stands for what is no term. */
export function readTerms(text: string): readonly (Term | undefined)[] {
  const parsed = parseClaim(`${text} | other/other --> ${text}:80 | ${text}`);
  if (parsed.kind !== 'claim' || parsed.claim.kind !== 'flow') return [undefined];
  const { from, targets } = parsed.claim;
  if (from.terms.length !== 2 || from.except.length > 0 || targets.length !== 2) return [undefined];
  return [from.terms[0], ...targets.map(({ group }) => group.terms[0])];
}

function isPods(term: Term | undefined, any: boolean, scope: Scope | undefined, labels: LabelSelector): boolean {
  if (term?.kind !== 'pods' || term.any !== any || !isSame(term.selector, labels)) return false;
  if (scope === undefined || term.scope === undefined) return scope === term.scope;
  if (scope.kind === 'glob') return term.scope.kind === 'glob' && term.scope.glob === scope.glob;
  return term.scope.kind === 'labels' && isSame(term.scope.selector, scope.selector);
}

function isSame(a: LabelSelector, b: LabelSelector): boolean {
  const keyOf = ({ requirements }: LabelSelector): string =>
    JSON.stringify(requirements.map(({ key, operator, values }) => [key, operator, values]));
  return keyOf(a) === keyOf(b);
}
