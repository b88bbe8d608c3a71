/** A case that disagrees because of its source, where no rule can tell. */
export interface NamedException {
  readonly corpus: string;
  readonly name: string;
  readonly reason: string;
}

/**
 * Cases excepted by name. It is an error if one of them agrees. Prefer a choice wherever the reason is general.
 */
export const NAMED_EXCEPTIONS: readonly NamedException[] = [];
