import type { Contradiction } from './judge-flow.ts';
import type { JudgingWorld } from './judging-world.ts';

/** Where nothing exposes a pod, what is left is its own address. */
export function directOnly(worst: Contradiction, { cluster, exposure }: JudgingWorld): string {
  if (typeof worst.from !== 'number' || typeof worst.to !== 'number') return '';
  const [source, to] = [cluster.endpoints[worst.from], cluster.endpoints[worst.to]];
  if (source?.kind !== 'addresses' || source.owner !== 'outside' || to?.kind !== 'pod') return '';
  const exposed = exposure.doorsTo(worst.to).some(({ shut }) => shut === undefined);
  const how = exposed ? 'no door lets it in' : 'no object in the manifests exposes it';
  return `${how}, but the addresses of pods may be routable: `;
}
