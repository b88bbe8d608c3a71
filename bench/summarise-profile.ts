/** The parts of a `.cpuprofile` of V8 that are looked at. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  /** Ids of the nodes that were found running, and the microseconds since the sample before. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** How much of a run was spent in one place: a file or folder of `src`, a package, or the runtime. */
export interface ProfileShare {
  readonly where: string;
  /** Of the whole time, from 0 to 1. */
  readonly share: number;
}

/** Where the time of a run went, calls of other places left out; the largest shares first. */
export function summariseProfile({ nodes, samples, timeDeltas }: CpuProfile): readonly ProfileShare[] {
  const placeOf = new Map(nodes.map(({ id, callFrame }) => [id, placeOfFrame(callFrame)]));
  const spent = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const place = placeOf.get(id) ?? 'unknown';
    spent.set(place, (spent.get(place) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const total = [...spent.values()].reduce((sum, time) => sum + time, 0);
  return [...spent]
    .map(([where, time]) => ({ where, share: total === 0 ? 0 : time / total }))
    .sort((a, b) => b.share - a.share);
}

/** The same with the files of each folder of `src` added up. */
export function byFolder(shares: readonly ProfileShare[]): readonly ProfileShare[] {
  const byPlace = new Map<string, number>();
  for (const { where, share } of shares) {
    const place = where.replace(/^`(src\/[^/]+)\/.*`$/, '`$1`');
    byPlace.set(place, (byPlace.get(place) ?? 0) + share);
  }
  return [...byPlace].map(([where, share]) => ({ where, share })).sort((a, b) => b.share - a.share);
}

function placeOfFrame({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string {
  const own = /\/build\/(src\/.*)\.js$/.exec(url)?.[1];
  if (own !== undefined) return `\`${own}.ts\``;
  const package_ = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (package_ !== undefined) return `\`${package_}\``;
  return url === '' ? functionName : 'Node itself';
}
