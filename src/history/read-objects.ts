import type { History } from './open-history.ts';

/** The reason where a partial clone lacks an object. */
export const MISSING = 'some of its files are not in this clone';

/** Bytes that are asked of git at a time. */
const BATCH = 32 * 1024 * 1024;

/** Hands the content of objects to `take`, one by one; gives a reason where one of them cannot be had. */
export function readObjects<T extends { readonly object: string; readonly size: number }>(
  history: History,
  wanted: readonly T[],
  take: (entry: T, content: Buffer) => void,
): string | undefined {
  for (const batch of batchesOf(wanted)) {
    const input = batch.map(({ object }) => `${object}\n`).join('');
    const answer = history.run({ args: ['cat-file', '--batch'], input });
    if (answer.kind === 'failed') return answer.says;
    let at = 0;
    for (const entry of batch) {
      // `<hash> blob <size>`, the content, a line end; or `<hash> missing`.
      const end = answer.output.indexOf(0x0a, at);
      const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(answer.output.toString('latin1', at, end)) ?? [];
      if (size === undefined) return MISSING;
      at = end + 1 + Number(size) + 1;
      take(entry, answer.output.subarray(end + 1, at - 1));
    }
  }
  return undefined;
}

function batchesOf<T extends { readonly size: number }>(wanted: readonly T[]): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let room = 0;
  for (const entry of wanted) {
    const batch = batches.at(-1);
    if (batch !== undefined && entry.size <= room) batch.push(entry);
    else {
      batches.push([entry]);
      room = BATCH;
    }
    room -= entry.size;
  }
  return batches;
}
