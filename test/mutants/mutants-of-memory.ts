import type { Mutant } from './mutant.ts';

const REMEMBERED = ['test/connectivity/remembered-verdicts.test.ts'];
const MEANT = ['test/connectivity/find-meant.test.ts'];
const OVERLAY = ['test/sets/overlay.test.ts'];
const TOGETHER = ['test/assertions/refused-pairs.test.ts'];
const POSSIBLE = ['test/connectivity/possible-pods.test.ts'];

/** Faults in what the engine takes to be equal, and so answers once, and in what is judged together. */
export const MUTANTS_OF_MEMORY: readonly Mutant[] = [
  {
    name: 'destinations are of one class whose ports of one name have different protocols',
    file: 'src/connectivity/classify-destinations.ts',
    find: '${number} ${protocol}`',
    replace: '${number}`',
    killedBy: REMEMBERED,
  },
  {
    name: 'destinations are of one class whose ports of one name have different numbers',
    file: 'src/connectivity/classify-destinations.ts',
    find: '${number} ${protocol}`',
    replace: '${protocol}`',
    killedBy: REMEMBERED,
  },
  {
    name: 'a destination whose ports are not known is of the class of those without ports',
    file: 'src/connectivity/classify-destinations.ts',
    find: "return 'not known';",
    replace: "return '';",
    killedBy: ['test/connectivity/named-ports.test.ts'],
  },
  {
    name: 'ranges that cover an address together leave it in doubt',
    file: 'src/connectivity/find-meant.ts',
    find: 'intersection(perhaps, unionOf',
    replace: 'intersection([], unionOf',
    killedBy: MEANT,
  },
  {
    name: 'a range means whatever the addresses of pods are',
    file: 'src/connectivity/find-meant.ts',
    find: '[intersection(inside, byOwner.pods), predicate.pods]',
    replace: '[intersection(inside, byOwner.pods), true]',
    killedBy: MEANT,
  },
  {
    name: 'nodes are meant by a range as pods are',
    file: 'src/connectivity/find-meant.ts',
    find: '[intersection(inside, byOwner.nodes), predicate.nodes]',
    replace: '[intersection(inside, byOwner.nodes), predicate.pods]',
    killedBy: MEANT,
  },
  {
    name: 'a doubt about one endpoint is that about another',
    file: 'src/connectivity/find-governing.ts',
    find: 'if (!holders.every(isSure)) return',
    replace: 'if (holders.length < 0) return',
    killedBy: MEANT,
  },
  {
    name: 'a stretch reaches into the next one',
    file: 'src/sets/overlay.ts',
    find: '<= member) low',
    replace: '< member) low',
    killedBy: OVERLAY,
  },
  {
    name: 'only the first set to change at a place changes',
    file: 'src/sets/overlay.ts',
    find: 'if (!inside.delete(set)) inside.add(set);',
    replace: 'if (inside.size === 0) inside.add(set);',
    killedBy: OVERLAY,
  },
  {
    name: 'a union ends where its last interval begins',
    file: 'src/sets/interval-set.ts',
    find: 'else if (last >= end) boundaries',
    replace: 'else boundaries',
    killedBy: OVERLAY,
  },
  {
    name: 'whom a rule may mean is refused',
    file: 'src/connectivity/refused-by.ts',
    find: '[meantBy(peer).surely, meantBy(peer).perhaps]',
    replace: '[meantBy(peer).surely]',
    killedBy: MEANT,
  },
  {
    name: 'whoever is allowed nothing so far is refused',
    file: 'src/connectivity/join-outcomes.ts',
    find: 'isRefused: isEmpty(said.mayAllow) && equals(said.mayDeny, ALL_CONNECTIONS)',
    replace: 'isRefused: equals(said.mayDeny, ALL_CONNECTIONS)',
    killedBy: MEANT,
  },
  {
    name: 'nobody comes through a door to whom a pod is closed',
    file: 'src/assertions/refused-pairs.ts',
    find: 'isEmpty(refused) || exposure.doorsTo(to).length === 0',
    replace: 'isEmpty(refused) || to >= 0',
    killedBy: TOGETHER,
  },
  {
    name: 'a pod is refused to itself',
    file: 'src/assertions/refused-pairs.ts',
    find: "difference(engine.refuses(to, 'ingress'), one(to))",
    replace: "engine.refuses(to, 'ingress')",
    killedBy: TOGETHER,
  },
  {
    name: 'who may be meant is somebody else',
    file: 'src/assertions/refused-pairs.ts',
    find: 'difference(everyone(world), indexesOf(flow.from).all)',
    replace: 'difference(everyone(world), indexesOf(flow.from).surely)',
    killedBy: TOGETHER,
  },
  {
    name: 'who is to be let in may be refused',
    file: 'src/assertions/refused-pairs.ts',
    find: "obligations.every(({ kind }) => kind === 'refuse')",
    replace: "obligations.some(({ kind }) => kind === 'refuse')",
    killedBy: TOGETHER,
  },
  {
    name: 'a source that one destination refuses is left out for all',
    file: 'src/assertions/list-pairs.ts',
    find: 'byDestination.size < size(destinations)',
    replace: 'byDestination.size < 1',
    killedBy: TOGETHER,
  },
  {
    name: 'the policies of one direction are those of the other',
    file: 'src/connectivity/index-policies.ts',
    find: '`${direction} ${endpoint.namespace.name}`',
    replace: '`${endpoint.namespace.name}`',
    killedBy: POSSIBLE,
  },
  {
    name: 'the policies of one namespace are those of every namespace',
    file: 'src/connectivity/index-policies.ts',
    find: '`${direction} ${endpoint.namespace.name}`',
    replace: '`${direction}`',
    killedBy: MEANT,
  },
  {
    name: 'the last answer about a peer serves all peers after it',
    file: 'src/connectivity/remember-outcomes.ts',
    find: ' || peer >= what.recent.end',
    replace: '',
    killedBy: ['test/connectivity/remembered-verdicts.test.ts'],
  },
  {
    name: 'ranges are shown as one that other pods may reach',
    file: 'src/connectivity/map-connectivity.ts',
    find: ' && verdict(pod, one) === verdict(pod, other)',
    replace: '',
    killedBy: ['test/connectivity/map-connectivity.test.ts'],
  },
];
