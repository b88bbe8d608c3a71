import { and, not, or, possible } from '../cluster/truth.ts';
import type { Finding } from '../findings/finding.ts';
import type { Group, Term } from './claim.ts';
import { placeOf } from './find-members.ts';
import { inOrder, type Member, type Members, NOTHING, type Resolution, type ResolveContext } from './resolution.ts';
import { resolveTerm } from './resolve-term.ts';

/** The endpoints that a group means, and everything that is wrong with it: all terms are looked up before one is given up. */
export function resolveGroup(group: Group, context: ResolveContext): Resolution {
  return resolve(group, context, []);
}

function resolve(group: Group, context: ResolveContext, within: readonly string[]): Resolution {
  const terms = group.terms.map((term) => resolveDefined(term, context, within));
  // Whoever may be left out is not surely meant: none of these is dropped.
  const except = group.except.map((term) => resolveDefined(term, { ...context, refusing: true }, within));
  const all = [...terms, ...except];
  return {
    members: without(joined(terms), joined(except)),
    problems: all.flatMap(({ problems }) => problems),
    missing: all.flatMap(({ missing }) => missing),
    warnings: all.flatMap(({ warnings }) => warnings),
    notes: [...new Set(all.flatMap(({ notes }) => notes))],
  };
}

/** A term as itself, or as the group that `define` gives it. */
function resolveDefined(term: Term, context: ResolveContext, within: readonly string[]): Resolution {
  const name = definedName(term, context);
  if (name === undefined) return resolveTerm(term, context);
  if (within.includes(name)) {
    // Inside its own definition `dns` is the cluster's resolver.
    if (name === 'dns') return resolveTerm(term, context);
    return { ...NOTHING, problems: [circular([...within, name], term, context)] };
  }
  const definition = context.suite.define.get(name) as Group;
  return resolve(definition, context, [...within, name]);
}

/** The key of `define` that a term is, if it is one. */
export function definedName(term: Term, { suite }: Pick<ResolveContext, 'suite'>): string | undefined {
  if (term.kind === 'place') return term.place === 'dns' && suite.define.has('dns') ? 'dns' : undefined;
  if (term.kind !== 'name' || term.any || term.scope !== undefined || term.podKind !== undefined) return undefined;
  return suite.define.has(term.glob) ? term.glob : undefined;
}

function circular(names: readonly string[], term: Term, context: ResolveContext): Finding {
  const way = names.slice(names.indexOf(names.at(-1) as string)).map((name) => `\`${name}\``);
  return {
    code: 'invalid-suite',
    severity: 'error',
    message: `the definition of ${way[0]} leads back to itself: ${way.join(' → ')}`,
    help: 'define one of them without the others',
    at: placeOf(term, context),
  };
}

function joined(parts: readonly Resolution[]): Members {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only.members;
  const members = new Map<number, Member>();
  for (const [index, member] of parts.flatMap((part) => [...part.members])) {
    const known = members.get(index);
    members.set(index, known === undefined ? member : both(known, member));
  }
  return inOrder(members);
}

function both(a: Member, b: Member): Member {
  return {
    truth: or(a.truth, b.truth),
    direct: a.direct || b.direct,
    ...((a.byAddress || b.byAddress) && { byAddress: true }),
    services: [...new Set([...a.services, ...b.services])],
  };
}

function without(members: Members, except: Members): Members {
  if (except.size === 0) return members;
  return new Map(
    [...members]
      .map(([index, member]): [number, Member] => {
        const truth = and(member.truth, not(except.get(index)?.truth ?? false));
        return [index, { ...member, truth }];
      })
      .filter(([, { truth }]) => possible(truth)),
  );
}
