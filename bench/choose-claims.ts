import type { PlannedNamespace, PlannedWorkload, Tier } from './plan-repository.ts';
import { type RandomSource, randomSource } from './random-source.ts';

/** One claim in so many is false, for a failing claim has its rules looked up and its place found. */
const FALSE_ONCE_IN = 50;

/** How many of the chosen claims fail; the others hold. */
export function failingAmong(claims: number): number {
  return Math.floor(claims / FALSE_ONCE_IN);
}

/** Sentences about a planned repository, most of them true by how it was planned; see `failingAmong`. */
export function chooseClaims(
  namespaces: readonly PlannedNamespace[],
  { claims, seed }: { readonly claims: number; readonly seed: number },
): readonly string[] {
  const random = randomSource(seed);
  const sentences: string[] = [];
  while (sentences.length < claims) {
    const forms = (sentences.length + 1) % FALSE_ONCE_IN === 0 ? FALSE_FORMS : TRUE_FORMS;
    const sentence = random.oneOf(forms)({ ...anyWorkload(namespaces, random), namespaces, random });
    if (sentence !== undefined) sentences.push(sentence);
  }
  return sentences;
}

interface Chosen {
  readonly home: PlannedNamespace;
  readonly workload: PlannedWorkload;
  readonly namespaces: readonly PlannedNamespace[];
  readonly random: RandomSource;
}

/** A sentence about a workload; undefined: none of this form is known to be true (or false) of it. */
type Form = (chosen: Chosen) => string | undefined;

const noInternet: Form = ({ workload }) =>
  workload.door === undefined
    ? `internet -/-> ${nameOf(workload)}`
    : `internet --> ${nameOf(workload)}:${workload.port}`;

const strangersOut: Form = ({ workload, namespaces, random }) => {
  const other = namespaces[random.below(namespaces.length)] as PlannedNamespace;
  if (other.name === workload.namespace || isOpenTo(workload, other)) return undefined;
  return `${other.name}/pods -/-> ${nameOf(workload)}:${workload.port}`;
};

const reachesDns: Form = ({ workload }) => `${nameOf(workload)} --> dns`;

const tierOut: Form = ({ workload, random }) => {
  const tier = random.oneOf<Tier>(['web', 'worker', 'cache', 'db']);
  const { asksForTier, callers, sharedWith, door, port } = workload;
  const letIn =
    door !== undefined || callers.some((one) => one.tier === tier) || (sharedWith !== undefined && tier === 'web');
  // Where a rule asks for names alone, a pod of that name may wear any tier.
  if (letIn || !asksForTier) return undefined;
  return `any pods[tier=${tier}] -/-> ${nameOf(workload)}:${port}`;
};

const onlyCallers: Form = ({ workload }) => {
  const { callers, sharedWith, door, port } = workload;
  if (callers.length === 0 || sharedWith !== undefined || door !== undefined) return undefined;
  return `only ${callers.map(nameOf).join(' | ')} --> ${nameOf(workload)}:${port}`;
};

const onlyCalls: Form = ({ workload }) => {
  const { calls, closesEgress, network } = workload;
  if (!closesEgress || network !== undefined || calls.length > 3) return undefined;
  return `${nameOf(workload)} --> only ${[...calls.map((callee) => `${nameOf(callee)}:${callee.port}`), 'dns'].join(' | ')}`;
};

const isolatedIngress: Form = ({ home, workload }) =>
  home.hardened ? `any ${home.name}/pods isolated` : `${nameOf(workload)} isolated ingress`;

const callerIn: Form = ({ workload, random }) => {
  const caller = workload.callers[random.below(workload.callers.length)];
  return caller && `${nameOf(caller)} --> ${nameOf(workload)}:${workload.port}`;
};

const strangerOut: Form = ({ home, workload, namespaces, random }) => {
  const from = anyWorkload(random.chance(0.5) ? namespaces : [home], random);
  if (from.workload === workload || workload.callers.includes(from.workload)) return undefined;
  if (isOpenTo(workload, from.home)) return undefined;
  return `${nameOf(from.workload)} -/-> ${nameOf(workload)}`;
};

/** Plain pairs are what people write most. */
const TRUE_FORMS: readonly [Form, ...Form[]] = [
  noInternet,
  strangersOut,
  reachesDns,
  tierOut,
  onlyCallers,
  onlyCalls,
  isolatedIngress,
  callerIn,
  strangerOut,
  strangerOut,
  strangerOut,
];

const callerOut: Form = (chosen) => callerIn(chosen)?.replace('-->', '-/->');

const callersOut: Form = ({ home, workload }) =>
  workload.callers.length > 0 ? `${home.name}/pods -/-> ${nameOf(workload)}:${workload.port}` : undefined;

const doorShut: Form = ({ home: { workloads } }) => {
  const opened = workloads.find(({ door }) => door !== undefined);
  return opened && `internet -/-> ${nameOf(opened)}`;
};

const FALSE_FORMS: readonly [Form, ...Form[]] = [callerOut, callersOut, doorShut];

function isOpenTo({ sharedWith, door }: PlannedWorkload, { team }: PlannedNamespace): boolean {
  return door !== undefined || sharedWith === team;
}

function nameOf({ namespace, name }: PlannedWorkload): string {
  return `${namespace}/${name}`;
}

function anyWorkload(
  namespaces: readonly PlannedNamespace[],
  random: RandomSource,
): { readonly home: PlannedNamespace; readonly workload: PlannedWorkload } {
  const home = namespaces[random.below(namespaces.length)] as PlannedNamespace;
  return { home, workload: home.workloads[random.below(home.workloads.length)] as PlannedWorkload };
}
