import type { Finding } from '../findings/finding.ts';
import type { Recipe } from '../manifests/recipe.ts';
import type { SourceRef } from '../source/source-ref.ts';

/** One of several worlds in which a suite is judged. */
export interface Environment {
  readonly name: string;
  /** Where the environment is named in the suite. */
  readonly origin: SourceRef;
  /** Where objects without one land and bare names are looked up; absent: the suite's. */
  readonly namespace?: string;
  readonly source: EnvironmentSource;
}

/** Where the manifests of an environment come from. `broken`: the suite does not say so in a way that can be read. */
export type EnvironmentSource =
  | { readonly kind: 'manifests'; readonly patterns: readonly string[]; readonly origins: readonly SourceRef[] }
  | { readonly kind: 'recipe'; readonly recipe: Recipe }
  | { readonly kind: 'broken'; readonly findings: readonly Finding[] };
