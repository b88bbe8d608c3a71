import type { PodEndpoint } from '../cluster/endpoint.ts';
import type { Finding } from '../findings/finding.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import type { LabelSelector } from '../resources/label-selector.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Term } from './claim.ts';
import { globMatcher, isGlob } from './match-glob.ts';
import type { ResolveContext } from './resolution.ts';

const LANGUAGE = ['internet', 'external', 'nodes', 'dns', 'pods'];

/** A bare name that is found in several namespaces. */
export function ambiguousName(term: Term, namespaces: readonly string[], at: SourceRef): Finding {
  const list = namespaces.map((namespace) => `\`${namespace}\``).join(', ');
  return {
    code: 'ambiguous-name',
    severity: 'error',
    message: `\`${term.text}\` is found in several namespaces: ${list}`,
    help: `write \`${namespaces[0]}/${term.text}\`, or \`*/${term.text}\` for all of them`,
    at,
  };
}

/** A term that means no endpoint, with what was probably meant. */
export function matchesNothing(term: Term, context: ResolveContext, at: SourceRef): Finding {
  const help = helpFor(term, context);
  return {
    code: 'unknown-name',
    severity: 'error',
    message: messageFor(term, context),
    ...(help !== undefined && { help }),
    at,
  };
}

function messageFor(term: Term, context: ResolveContext): string {
  switch (term.kind) {
    case 'address':
    case 'place':
      return `\`${term.text}\` matches nothing in this cluster`;
    case 'pods':
      return `no pod is selected by \`${term.text}\`${where(term, context)}`;
    case 'name': {
      if (isGlob(term.glob)) return `\`${term.text}\` matches nothing${where(term, context)}`;
      return `no ${term.podKind ?? 'workload'} is called \`${term.text}\`${isBare(term) ? '' : where(term, context)}`;
    }
  }
}

function isBare(term: Extract<Term, { kind: 'name' | 'pods' }>): boolean {
  return term.scope === undefined;
}

function where(term: Extract<Term, { kind: 'name' | 'pods' }>, { suite }: ResolveContext): string {
  return isBare(term) && suite.namespace !== undefined ? ` in namespace \`${suite.namespace}\` of the suite` : '';
}

function helpFor(term: Term, context: ResolveContext): string | undefined {
  switch (term.kind) {
    case 'address':
      return undefined;
    case 'place':
      return term.place === 'dns' ? 'name the pods of the resolver under `define: dns`' : undefined;
    case 'pods':
      if (podsOf(context).length === 0) return NO_PODS;
      return namespaceHelp(term, context) ?? labelHelp(term.selector, podsOf(context));
    case 'name':
      if (podsOf(context).length === 0) return NO_PODS;
      return namespaceHelp(term, context) ?? nameHelp(term, context);
  }
}

const NO_PODS =
  'no manifest that was read holds a workload: name them with `manifests:` in the suite or `-m`, state them under `assume: workloads`, or claim about pods that could be created, like `any pods[app=db]`';

/** The scope names no namespace that anything lives in. */
function namespaceHelp(term: Extract<Term, { kind: 'name' | 'pods' }>, context: ResolveContext): string | undefined {
  const namespaces = [...context.cluster.namespaces.keys()].sort();
  const { scope } = term;
  if (scope?.kind !== 'glob' || namespaces.some(globMatcher(scope.glob))) return undefined;
  const nearest = didYouMean(suggest(scope.glob, namespaces));
  return `there is no namespace \`${scope.glob}\`${nearest === undefined ? '' : `; ${nearest}`}`;
}

function nameHelp(term: Extract<Term, { kind: 'name' }>, context: ResolveContext): string | undefined {
  const pods = podsOf(context);
  const matches = globMatcher(term.glob);
  if (term.podKind === 'Service') {
    return didYouMean(suggest(term.glob, context.services.map(({ name }) => name).sort()));
  }
  const elsewhere = pods.filter(({ name }) => matches(name));
  const otherKinds = elsewhere.filter(({ workloadKind }) => workloadKind !== term.podKind);
  if (term.podKind !== undefined && otherKinds.length > 0) {
    return `did you mean ${listed(otherKinds.map((pod) => `${pod.namespace.name}/${pod.workloadKind}:${pod.name}`))}?`;
  }
  if (elsewhere.length > 0)
    return `it exists as ${listed(elsewhere.map((pod) => `${pod.namespace.name}/${pod.name}`))}`;
  const service = context.services.find(({ name }) => matches(name));
  if (service !== undefined)
    return `there is a Service of that name: write \`Service:${service.name}\` for the pods behind it`;
  const kind = pods.map(({ workloadKind }) => workloadKind).find((known) => known.toLowerCase() === term.glob);
  if (kind !== undefined) return `kinds are written with capitals: \`${kind}:…\``;
  const names = [...pods.map(({ name }) => name), ...context.suite.define.keys(), ...LANGUAGE];
  return didYouMean(suggest(term.glob, term.scope === undefined ? names.sort() : pods.map(({ name }) => name).sort()));
}

/** The label that is nearest to the first one that no pod has. */
function labelHelp(selector: LabelSelector, pods: readonly PodEndpoint[]): string | undefined {
  const pairs = [...new Set(pods.flatMap(({ labels }) => [...labels].map(([key, value]) => `${key}=${value}`)))].sort();
  for (const { key, operator, values } of selector.requirements) {
    if (operator !== 'In' || values.some((value) => pairs.includes(`${key}=${value}`))) continue;
    const ofKey = pairs.filter((pair) => pair.startsWith(`${key}=`));
    if (ofKey.length === 0)
      return didYouMean(suggest(`${key}=${values[0]}`, pairs)) ?? `no pod has the label \`${key}\``;
    // Keys are alike, so only values can be near: `app=web` is no slip for `app=db`.
    const nearest = suggest(
      values[0] ?? '',
      ofKey.map((pair) => pair.slice(key.length + 1)),
    );
    return nearest === undefined ? `the pods have ${listed(ofKey)}` : didYouMean(`${key}=${nearest}`);
  }
  return undefined;
}

function listed(names: readonly string[]): string {
  const distinct = [...new Set(names)].sort();
  const shown = distinct.slice(0, 5).map((name) => `\`${name}\``);
  return distinct.length > 5 ? `${shown.join(', ')} and ${distinct.length - 5} more` : shown.join(', ');
}

/** The known pods. */
export function podsOf({ cluster }: ResolveContext): readonly PodEndpoint[] {
  return cluster.endpoints.filter((endpoint) => endpoint.kind === 'pod');
}
