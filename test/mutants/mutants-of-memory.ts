import type { Mutant } from './mutant.ts';

const REMEMBERED = ['test/connectivity/remembered-verdicts.test.ts'];
const ORACLE = ['test/connectivity/engine-against-oracle.test.ts'];

/** Faults in what the engine takes to be equal, and so answers once. */
export const MUTANTS_OF_MEMORY: readonly Mutant[] = [
  {
    name: 'pods of different namespaces are of one class',
    file: 'src/connectivity/classify-endpoints.ts',
    find: '    pod.namespace.name,\n',
    replace: '',
    killedBy: ORACLE,
  },
  {
    name: 'a pod with `hostNetwork` is of the class of the others',
    file: 'src/connectivity/classify-endpoints.ts',
    find: '    pod.hostNetwork,\n',
    replace: '',
    killedBy: REMEMBERED,
  },
  {
    name: 'pods of different labels are of one class',
    file: 'src/connectivity/classify-endpoints.ts',
    find: '    labels,\n    looks',
    replace: '    looks',
    killedBy: ORACLE,
  },
  {
    name: 'pods of different addresses are of one class',
    file: 'src/connectivity/classify-endpoints.ts',
    find: "looks.addresses ? addressKey(pod.addresses) : ''",
    replace: "''",
    killedBy: ORACLE,
  },
  {
    name: 'a pod whose label nobody knows is of the class of those without the label',
    file: 'src/connectivity/classify-endpoints.ts',
    find: 'pod.runtimeLabelKeys.has(key) ? null : (pod.labels.get(key) ?? false)',
    replace: 'pod.labels.get(key) ?? false',
    killedBy: REMEMBERED,
  },
  {
    name: 'pods are of one class that only the subjects of policies tell apart',
    file: 'src/connectivity/classify-endpoints.ts',
    find: '    look(policy.subject);\n',
    replace: '',
    killedBy: ORACLE,
  },
  {
    name: 'pods are of one class that only peers tell apart',
    file: 'src/connectivity/classify-endpoints.ts',
    find: '    for (const rule of rulesOf(policy)) look(rule.peer);\n',
    replace: '',
    killedBy: ORACLE,
  },
  {
    name: 'pods are of one class that only one of several peers tells apart',
    file: 'src/connectivity/classify-endpoints.ts',
    find: "    if (predicate.kind === 'union') predicate.of.forEach(look);\n",
    replace: '',
    killedBy: ORACLE,
  },
  {
    name: 'destinations are of one class whose ports of one name have different protocols',
    file: 'src/connectivity/classify-endpoints.ts',
    find: '=> [name, protocol, number]',
    replace: '=> [name, number]',
    killedBy: REMEMBERED,
  },
  {
    name: 'destinations are of one class whose ports of one name have different numbers',
    file: 'src/connectivity/classify-endpoints.ts',
    find: '=> [name, protocol, number]',
    replace: '=> [name, protocol]',
    killedBy: REMEMBERED,
  },
  {
    name: 'a destination whose ports are not known is of the class of those without ports',
    file: 'src/connectivity/classify-endpoints.ts',
    find: "return 'not known';",
    replace: "return '[]';",
    killedBy: ['test/connectivity/named-ports.test.ts'],
  },
  {
    name: 'a remembered doubt is a yes',
    file: 'src/connectivity/memoised-matches.ts',
    find: 'return table.doubts.get(known) ?? false;',
    replace: 'return true;',
    killedBy: ORACLE,
  },
  {
    name: 'what is remembered of a pod that is surely governed serves one that may be',
    file: 'src/connectivity/find-governing.ts',
    find: 'return governs === true ? numberOf(policy) :',
    replace: 'return governs !== false ? numberOf(policy) :',
    killedBy: REMEMBERED,
  },
  {
    name: 'what is remembered of one direction serves the other',
    file: 'src/connectivity/find-governing.ts',
    find: '`${direction} ${numberOf(governing.layer)} ${who.join()}`',
    replace: '`${numberOf(governing.layer)} ${who.join()}`',
    killedBy: ORACLE,
  },
  {
    name: 'the policies of one direction are those of the other',
    file: 'src/connectivity/index-policies.ts',
    find: '`${direction} ${endpoint.namespace.name}`',
    replace: '`${endpoint.namespace.name}`',
    killedBy: ORACLE,
  },
  {
    name: 'the policies of one namespace are those of every namespace',
    file: 'src/connectivity/index-policies.ts',
    find: '`${direction} ${endpoint.namespace.name}`',
    replace: '`${direction}`',
    killedBy: ORACLE,
  },
  {
    name: 'a peer that rules may mean is remembered like one that they surely mean',
    file: 'src/connectivity/remember-outcomes.ts',
    find: 'truth === false ? 0 : truth === true ? 1 : 2',
    replace: 'truth === false ? 0 : 1',
    killedBy: REMEMBERED,
  },
  {
    name: 'which rules match a peer is remembered in too few digits',
    file: 'src/connectivity/remember-outcomes.ts',
    find: '3 * digits',
    replace: '2 * digits',
    killedBy: REMEMBERED,
  },
];
