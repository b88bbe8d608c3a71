/** Numbers as runs: how often, and what. */
export function runsOf(numbers: readonly number[]): readonly number[] {
  const runs: number[] = [];
  for (const number of numbers) {
    if (runs.length > 0 && runs.at(-1) === number) runs[runs.length - 2] = (runs.at(-2) ?? 0) + 1;
    else runs.push(1, number);
  }
  return runs;
}
