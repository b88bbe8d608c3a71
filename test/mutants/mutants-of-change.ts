import type { Mutant } from './mutant.ts';

const SHARED = ['test/change/shared-answers.test.ts'];
const LIMITS = ['test/change/limits.test.ts'];
const ORACLE = ['test/change/possible-against-oracle.test.ts'];

/** Faults in what a comparison of two trees leaves out, and in what it takes for alike. */
export const MUTANTS_OF_CHANGE: readonly Mutant[] = [
  {
    name: 'pods whose policies stand in other tiers are alike',
    file: 'src/change/alike-ends.ts',
    find: '      tiers.get(policy),\n',
    replace: '',
    killedBy: SHARED,
  },
  {
    name: 'pods that rules mean and pods that they do not are alike',
    file: 'src/change/alike-ends.ts',
    find: "peers.map((peer) => inShort(peer, endpoint)).join('')",
    replace: "''",
    killedBy: SHARED,
  },
  {
    name: 'pods that a policy surely governs and pods that it may govern are alike',
    file: 'src/change/alike-ends.ts',
    find: '[sayingOf(policy), inShort(policy.subject, endpoint)]',
    replace: '[sayingOf(policy)]',
    killedBy: SHARED,
  },
  {
    name: 'pods with other named ports are alike',
    file: 'src/change/alike-ends.ts',
    find: "endpoint.kind === 'pod' ? (endpoint.namedPorts ?? 'unknown') : 'none'",
    replace: "'none'",
    killedBy: SHARED,
  },
  {
    name: 'a pod that is new is like one that was there',
    file: 'src/change/alike-ends.ts',
    find: "return 'absent'",
    replace: "return contentKey([[], peers.map(() => 'n').join(''), []])",
    killedBy: SHARED,
  },
  {
    name: 'pods of which the policies of the head alone say something are alike',
    file: 'src/change/alike-ends.ts',
    find: '`${base(end)} ${head(end)}`',
    replace: '`${base(end)}`',
    killedBy: SHARED,
  },
  {
    name: 'receivers are not told apart by the peers of senders',
    file: 'src/change/narrow-question.ts',
    find: '[...receivers, ...egress.flatMap(({ peers }) => peers)]',
    replace: '[...receivers]',
    killedBy: ORACLE,
  },
  {
    name: 'nobody is asked whom only the policies of the receiver are new to',
    file: 'src/change/narrow-question.ts',
    find: 'from: sources.filter((box) => !means(box)(senders))',
    replace: 'from: []',
    killedBy: ORACLE,
  },
  {
    name: 'a comparison that is cut short is all of it',
    file: 'src/change/compare-possible.ts',
    find: 'return { changes, isWhole: false };',
    replace: 'return { changes, isWhole: true };',
    killedBy: LIMITS,
  },
  {
    name: 'a shared answer that is cut short is all of it',
    file: 'src/change/compare-possible.ts',
    find: 'if (!answer.isWhole) throw',
    replace: 'if (answer.changes.length < 0) throw',
    killedBy: LIMITS,
  },
  {
    name: 'what was not compared is not told',
    file: 'src/change/list-possible-changes.ts',
    find: 'if (!found.isWhole) left.push(from, to);',
    replace: '',
    killedBy: LIMITS,
  },
  {
    name: 'a claim holds over what was not compared',
    file: 'src/assertions/new-traffic.ts',
    find: 'isWhole &&= isAll;',
    replace: 'isWhole &&= isAll || true;',
    killedBy: LIMITS,
  },
  {
    name: 'what was not compared is nothing new',
    file: 'src/gate/new-connections.ts',
    find: "failOn === 'any' ? notCompared !== undefined",
    replace: "failOn === 'any' ? false",
    killedBy: LIMITS,
  },
  {
    name: 'boxes that names of ports divide cost nothing',
    file: 'src/connectivity/split-cells.ts',
    find: '  work?.spend(parts.length - cell.ends.length);',
    replace: '',
    killedBy: LIMITS,
  },
];
