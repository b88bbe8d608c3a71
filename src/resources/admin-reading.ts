import type { FindingSink } from './finding-at.ts';
import type { AdminPolicy } from './resources.ts';

/** What the API server counts in a policy. */
interface AdminLimits {
  readonly rules: number;
  readonly peers: number;
  readonly ports: number;
  /** Networks or domain names of one peer. */
  readonly names: number;
}

/** What is needed to read a rule and to speak of it. */
export interface AdminReading {
  readonly kind: AdminPolicy['kind'];
  readonly title: string;
  readonly limits: AdminLimits;
  readonly report: FindingSink;
}

/** The maxima of a kind: v1alpha2 lowered those of v1alpha1. */
export function adminLimits(kind: AdminPolicy['kind']): AdminLimits {
  const most = kind === 'ClusterNetworkPolicy' ? 25 : 100;
  return { rules: most, peers: most, ports: most, names: 25 };
}
