import type { Mutant } from './mutant.ts';

const SHARED = ['test/change/shared-answers.test.ts'];
const LIMITS = ['test/change/limits.test.ts'];
const ORACLE = ['test/change/possible-against-oracle.test.ts'];
const SAME = ['test/change/what-is-the-same.test.ts'];

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
    find: '{ from: free.sources, to: governed.targets,',
    replace: '{ from: [], to: governed.targets,',
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
  {
    name: 'what one end is in doubt about as before may be opened',
    file: 'src/change/pair-change.ts',
    find: 'mayOpen: intersection(change.mayOpen, difference(after.may, before.sure))',
    replace: 'mayOpen: change.mayOpen',
    killedBy: SAME,
  },
  {
    name: 'what may have been let through before is not opened by what may be now',
    file: 'src/change/pair-change.ts',
    find: 'difference(after.may, before.sure)),',
    replace: 'difference(after.may, before.may)),',
    killedBy: SAME,
  },
  {
    name: 'what one end may let through is not opened',
    file: 'src/change/pair-change.ts',
    find: 'difference(after.may, before.sure)),',
    replace: 'difference(after.sure, before.sure)),',
    killedBy: SAME,
  },
  {
    name: 'what one end may have let through is not closed',
    file: 'src/change/pair-change.ts',
    find: 'difference(before.may, after.sure)),',
    replace: 'difference(before.sure, after.sure)),',
    killedBy: SAME,
  },
  {
    name: 'the policies of the receiver differ where those of the sender do',
    file: 'src/change/sameness.ts',
    find: "return egress ? 'egress' : ingress ? 'ingress' : 'none';",
    replace: "return egress ? 'ingress' : ingress ? 'egress' : 'none';",
    killedBy: SAME,
  },
  {
    name: 'whom a known end may let in is not asked about',
    file: 'src/change/compare-possible.ts',
    find: '!isEmpty(bounds.may));',
    replace: '!isEmpty(bounds.sure));',
    killedBy: SAME,
  },
  {
    name: 'the policies of a known end differ where those of the boxes do',
    file: 'src/change/narrow-question.ts',
    find: 'parts[opposite(direction)].push(...others);',
    replace: 'parts[direction].push(...others);',
    killedBy: SAME,
  },
  {
    name: 'the policies of boxes whose namespace has other labels are taken for the same',
    file: 'src/change/narrow-question.ts',
    find: 'parts.both.push(box);',
    replace: 'parts[direction].push(box);',
    killedBy: SAME,
  },
];
