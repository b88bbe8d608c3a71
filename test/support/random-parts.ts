import fc from 'fast-check';
import type { LabelSelector, Labels } from '../oracle/world.ts';

// Few names and values, so that selectors, ports and blocks hit each other; `absent` is a value that no object carries.
/** The names of namespaces. */
export const NAMESPACES = ['default', 'shop', 'tools'];
/** The labels that pods may have. */
export const POD_LABELS = { app: ['web', 'db', ''], tier: ['front', 'back'] };
/** The labels that namespaces may have. */
export const NAMESPACE_LABELS = { team: ['red', 'blue'], env: ['prod'] };
/** The label that every namespace has. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';
/** The names of ports. */
export const PORT_NAMES = ['http', 'dns', 'admin'];
/** The numbers of ports, the near ones twice. */
export const PORT_NUMBERS = [80, 81, 83, 8080, 80, 81, 83, 8080, 1, 65535];
/** All protocols. */
export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
/** Some of the labels, each with one of its values. */
export function anyLabels(values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Labels> {
  const entries = Object.entries(values).map(([key, choices]) =>
    fc.constantFrom(...choices).map((value) => [key, value] as const),
  );
  return fc
    .tuple(...entries.map((entry) => fc.option(entry, { freq: 2 })))
    .map((chosen) => Object.fromEntries(chosen.filter((entry) => entry !== null)));
}

/** A selector of the labels that hits some of the objects that have them. */
export function anySelector(values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<LabelSelector> {
  const choices = [...new Set(['absent', ...Object.values(values).flat()])];
  const key = fc.constantFrom(...Object.keys(values), 'absent');
  const requirement = fc.oneof(
    record({
      key,
      operator: fc.constantFrom('In' as const, 'NotIn' as const),
      values: fc.uniqueArray(fc.constantFrom(...choices), { minLength: 1, maxLength: 3 }),
    }),
    recordOf(
      { key, operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const), values: fc.constantFrom(null, []) },
      ['key', 'operator'],
    ),
  );
  const matchExpressions = listOf(requirement);
  return recordOf({ matchLabels: orNull(anyLabels(values)), matchExpressions }, []);
}

/** Mostly the value, sometimes null. */
export function orNull<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(arbitrary, { nil: null, freq: 8 });
}

/** An object with all of its fields. */
export function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T>(model, { noNullPrototype: true });
}

/** One or two of them, an empty list, or null. */
export function listOf<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<readonly T[] | null> {
  // Left to themselves, lists would be empty a third of the time, and most worlds allow or deny everything.
  return orNull(
    fc.oneof(
      { arbitrary: fc.array(arbitrary, { minLength: 1, maxLength: 2, size: 'max' }), weight: 7 },
      { arbitrary: fc.constant([]), weight: 1 },
    ),
  );
}

/** An object with the required and mostly the other fields. */
export function recordOf<T extends object, K extends keyof T>(
  model: { [P in keyof T]: fc.Arbitrary<T[P]> },
  requiredKeys: readonly K[],
): fc.Arbitrary<Partial<T> & Pick<T, K>> {
  const entries = (Object.keys(model) as (keyof T)[]).map((key) => {
    const entry = model[key].map((value) => [key, value] as const);
    return requiredKeys.some((required) => required === key) ? entry : fc.option(entry, { freq: 6 });
  });
  return fc
    .tuple(...entries)
    .map((chosen) => Object.fromEntries(chosen.filter((entry) => entry !== null)) as Partial<T> & Pick<T, K>);
}
