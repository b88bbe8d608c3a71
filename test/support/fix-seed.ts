// Runs of mutants fix the random input (`test/mutants/run-tests.ts`), so that what dies does not depend on luck. They stop
// at the first counterexample: nobody reads the smallest one.
const seed = process.env['FAST_CHECK_SEED'];
if (seed !== undefined) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ seed: Number(seed), endOnFailure: true });
}
