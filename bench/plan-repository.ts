import { type RandomSource, randomSource } from './random-source.ts';

/** How large a repository is, and the seed from which everything else follows. */
export interface RepositorySize {
  readonly workloads: number;
  readonly claims: number;
  readonly seed: number;
}

export interface PlannedNamespace {
  readonly name: string;
  readonly team: string;
  readonly env: Env;
  /** Whether policies for every pod close both directions, and one opens DNS again. */
  readonly hardened: boolean;
  readonly workloads: readonly PlannedWorkload[];
}

/** A workload, and all that its policies are to say; the claims know from here what is true. */
export interface PlannedWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly tier: Tier;
  readonly port: number;
  /** Who is let in, and who is called: workloads of the same namespace. */
  readonly callers: readonly PlannedWorkload[];
  readonly calls: readonly PlannedWorkload[];
  /** Whether the rule for the callers asks for their tier, too, and not for their names alone. */
  readonly asksForTier: boolean;
  /** Another team, whose web and api pods are let in as well. */
  readonly sharedWith?: string;
  /** Whether egress is closed but for calls, a range of addresses and DNS. */
  readonly closesEgress: boolean;
  /** The second number of a network `10.N.0.0/16` that may be reached. */
  readonly network?: number;
  /** What leads to it from outside. */
  readonly door?: 'LoadBalancer' | 'Ingress';
}

type Env = (typeof ENVS)[number];
export type Tier = (typeof TIERS)[number];

/** Workloads of one namespace: about what people report of clusters with thousands of pods. */
const WORKLOADS_OF_A_NAMESPACE = 25;

const ENVS = ['dev', 'test', 'stage', 'prod'] as const;
const TIERS = ['web', 'api', 'worker', 'cache', 'db'] as const;
const PORTS: Readonly<Record<Tier, number>> = { web: 8080, api: 8443, worker: 9000, cache: 6379, db: 5432 };
const AREAS = ['billing', 'catalog', 'checkout', 'identity', 'ledger', 'search', 'shipping', 'support'] as const;

/** The namespaces of a repository with their workloads, one after the other; each team has one in every environment. */
export function* planRepository({ workloads, seed }: RepositorySize): Iterable<PlannedNamespace> {
  const random = randomSource(seed);
  const namespaces = Math.max(1, Math.ceil(workloads / WORKLOADS_OF_A_NAMESPACE));
  for (let index = 0; index < namespaces; index += 1) {
    const team = teamAt(index);
    const env = ENVS[index % ENVS.length] as Env;
    const name = `${team}-${env}`;
    const hardened = env === 'prod';
    const count = Math.min(WORKLOADS_OF_A_NAMESPACE, workloads - index * WORKLOADS_OF_A_NAMESPACE);
    const draft = Array.from({ length: count }, (_, number) =>
      draftWorkload({ namespace: name, number, hardened, namespaces }, random),
    );
    yield { name, team, env, hardened, workloads: connect(draft, random) };
  }
}

function teamAt(namespace: number): string {
  const team = Math.floor(namespace / ENVS.length);
  return `${AREAS[team % AREAS.length]}-${team}`;
}

interface Draft extends PlannedWorkload {
  readonly callers: PlannedWorkload[];
  readonly calls: PlannedWorkload[];
}

interface Position {
  readonly namespace: string;
  readonly number: number;
  readonly hardened: boolean;
  readonly namespaces: number;
}

function draftWorkload({ namespace, number, hardened, namespaces }: Position, random: RandomSource): Draft {
  const tier = number === 0 ? 'web' : random.oneOf(TIERS);
  const other = teamAt(random.below(namespaces));
  const isShared = random.chance(0.4) && !namespace.startsWith(`${other}-`);
  const reachesNetwork = random.chance(0.3);
  return {
    namespace,
    name: `${tier}-${number}`,
    tier,
    port: PORTS[tier],
    callers: [],
    calls: [],
    asksForTier: random.chance(0.5),
    ...(isShared && { sharedWith: other }),
    closesEgress: hardened || random.chance(0.5),
    ...(reachesNetwork && { network: random.below(200) }),
    ...(number === 0 && { door: random.chance(0.5) ? 'LoadBalancer' : 'Ingress' }),
  };
}

/** Has each workload called by one or two others. */
function connect(drafts: readonly Draft[], random: RandomSource): readonly PlannedWorkload[] {
  for (const callee of drafts) {
    const others = drafts.filter((other) => other !== callee);
    for (let left = 1 + random.below(2); left > 0 && others.length > 0; left -= 1) {
      const [caller] = others.splice(random.below(others.length), 1) as [Draft];
      callee.callers.push(caller);
      caller.calls.push(callee);
    }
  }
  return drafts;
}
