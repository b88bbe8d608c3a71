/**
 * The table of the language read aloud: one world in which everything is known, one connection at a time. It shares
 * nothing with the judge but the words.
 */
export interface KnownWorld {
  readonly everyone: readonly string[];
  /** Endpoints that are no pods. */
  readonly addresses: ReadonlySet<string>;
  readonly single: ReadonlySet<string>;
  readonly membersOf: (term: string) => readonly string[];
  readonly allows: (from: string, to: string, connection: string) => boolean;
}

interface SpokenTarget {
  readonly term: string;
  /** Undefined: no ports were named. */
  readonly ports: readonly string[] | undefined;
  readonly onlyPorts: boolean;
}

export interface SpokenClaim {
  readonly onlyFrom: boolean;
  readonly from: readonly string[];
  readonly arrow: '-->' | '-/->' | '<-->' | '<-/->';
  readonly onlyTo: boolean;
  readonly targets: readonly SpokenTarget[];
}

/** The sentence of a claim. */
export function speak({ onlyFrom, from, arrow, onlyTo, targets }: SpokenClaim): string {
  const list = targets.map(({ term, ports, onlyPorts }) => {
    return ports === undefined ? term : `${term}:${onlyPorts ? 'only ' : ''}${ports.join(',')}`;
  });
  return `${onlyFrom ? 'only ' : ''}${from.join(' | ')} ${arrow} ${onlyTo ? 'only ' : ''}${list.join(' | ')}`;
}

/** Whether a claim is true of a world. `connections` are all there are. */
export function isTrue(claim: SpokenClaim, world: KnownWorld, connections: readonly string[]): boolean {
  return (
    claim.targets.every((target) => arrowIsTrue(claim, target, world, connections)) &&
    (!claim.onlyFrom || claim.targets.every((target) => nobodyElse(claim, target, world, connections))) &&
    (!claim.onlyTo || nothingElse(claim, world, connections))
  );
}

function sourcesOf({ from }: SpokenClaim, { everyone, membersOf }: KnownWorld): readonly string[] {
  return everyone.filter((one) => from.some((term) => membersOf(term).includes(one)));
}

function arrowIsTrue(
  claim: SpokenClaim,
  target: SpokenTarget,
  world: KnownWorld,
  connections: readonly string[],
): boolean {
  const pairs = sourcesOf(claim, world).flatMap((from) =>
    world
      .membersOf(target.term)
      .flatMap((to) =>
        claim.arrow.startsWith('<') ? [[from, to] as const, [to, from] as const] : [[from, to] as const],
      ),
  );
  return pairs
    .filter(([from, to]) => isJudged(claim, world, from, to))
    .every(([from, to]) => {
      const open = connections.filter((connection) => world.allows(from, to, connection));
      return pairIsTrue(claim, target, open, connections);
    });
}

/** The rows of the table, for one pair between which these connections are open. */
function pairIsTrue(
  { arrow }: SpokenClaim,
  { ports, onlyPorts }: SpokenTarget,
  open: readonly string[],
  connections: readonly string[],
): boolean {
  if (arrow.includes('/')) return !(ports ?? connections).some((port) => open.includes(port));
  if (ports === undefined) return open.length > 0;
  return ports.every((port) => open.includes(port)) && (!onlyPorts || open.every((port) => ports.includes(port)));
}

function nobodyElse(
  claim: SpokenClaim,
  { term, ports }: SpokenTarget,
  world: KnownWorld,
  connections: readonly string[],
): boolean {
  const sources = sourcesOf(claim, world);
  const others = world.everyone.filter((one) => !sources.includes(one));
  return world
    .membersOf(term)
    .every((to) =>
      others
        .filter((one) => isJudged(claim, world, one, to))
        .every((one) => !(ports ?? connections).some((port) => world.allows(one, to, port))),
    );
}

function nothingElse(claim: SpokenClaim, world: KnownWorld, connections: readonly string[]): boolean {
  return sourcesOf(claim, world).every((from) =>
    world.everyone
      .filter((to) => isJudged(claim, world, from, to))
      .every((to) => {
        const mine = claim.targets.filter(({ term }) => world.membersOf(term).includes(to));
        const admitted = (port: string): boolean => mine.some(({ ports }) => ports?.includes(port) ?? true);
        return connections.every((port) => admitted(port) || !world.allows(from, to, port));
      }),
  );
}

/** Pairs without a pod say nothing; replicas are judged where both sides are the same words. */
function isJudged(claim: SpokenClaim, { addresses, single, membersOf }: KnownWorld, from: string, to: string): boolean {
  if (addresses.has(from) && addresses.has(to)) return false;
  if (from !== to) return true;
  const words = claim.from.join(' | ');
  const sameWords = claim.targets.some(({ term }) => term === words && membersOf(term).includes(from));
  const allTheSame = claim.targets.map(({ term }) => term).join(' | ') === words;
  return (sameWords || allTheSame) && !single.has(from);
}
