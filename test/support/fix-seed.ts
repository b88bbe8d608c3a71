// Random input is the same in every run: a check that somebody must pass to merge fails for what they changed, not for
// their luck, and tests that count how often something occurred can say how often. `FAST_CHECK_SEED` names another seed,
// or `random`. With a seed by name the first counterexample ends a test: runs of mutants
// (`test/mutants/run-tests.ts`) name one, and nobody reads the smallest counterexample there.
import fc from 'fast-check';

const named = process.env['FAST_CHECK_SEED'];
if (named !== 'random') {
  const seed = Number(named ?? '20261124');
  if (!Number.isSafeInteger(seed)) throw new Error(`FAST_CHECK_SEED is a whole number or \`random\`, not \`${named}\``);
  fc.configureGlobal({ seed, endOnFailure: named !== undefined });
}
