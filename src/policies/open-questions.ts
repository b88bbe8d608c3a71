import { type DataplaneProfile, dataplanesThatSay, type OpenQuestion } from '../cluster/dataplane-profile.ts';
import type { Doubt, Truth } from '../cluster/truth.ts';
import type { SourceRef } from '../source/source-ref.ts';

type Question = Exclude<
  OpenQuestion,
  'nodePeersAreEnforced' | 'olderNodePeersAreEnforced' | 'domainPeersAreEnforced' | 'olderNamedPortsMatchAll'
>;

const WORDS: Readonly<Record<Question, string>> = {
  rangesMatchPods: 'an `ipBlock` matches pods whose address lies in it',
  rangesMatchNodes: 'an `ipBlock` matches nodes whose address lies in it',
  networksMatchPods: 'a `networks` peer matches pods whose address lies in it',
  networksMatchNodes: 'a `networks` peer matches nodes whose address lies in it',
  selectorsMatchHostPods: 'a selector matches pods with `hostNetwork: true` as the other end of traffic',
  policiesGovernHostPods: 'a policy governs pods with `hostNetwork: true`',
  networkPolicyIsFinalForPod:
    'a NetworkPolicy of one direction keeps a pod from baseline policies in the other direction',
};

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The profile's reading of what the API leaves open; where it has none, the doubt that names who says what. */
export function reading(profile: DataplaneProfile, question: Question, origin: SourceRef): Truth {
  const answer = profile[question];
  if (answer !== undefined) return answer;
  const { why, settle } = wordsOf(profile, question);
  return { why, settle, origin };
}

/** Every policy and peer may be in the same doubt: it is put into words once. */
function wordsOf(profile: DataplaneProfile, question: Question): Words {
  const known = wordsByProfile.get(profile) ?? new Map<Question, Words>();
  wordsByProfile.set(profile, known);
  const words = known.get(question) ?? newWords(profile, question);
  known.set(question, words);
  return words;
}

type Words = Pick<Doubt, 'why' | 'settle'>;

const wordsByProfile = new WeakMap<DataplaneProfile, Map<Question, Words>>();

function newWords(profile: DataplaneProfile, question: Question): Words {
  const yes = list(dataplanesThatSay(question, true));
  const no = list(dataplanesThatSay(question, false));
  const readings = [yes && `yes: ${yes}`, no && `no: ${no}`].filter(Boolean).join('; ');
  return {
    why: `network plugins differ on whether ${WORDS[question]} (${readings})`,
    settle:
      profile.name === undefined
        ? 'name the plugin of the cluster under `assume: dataplane` (or `--dataplane`)'
        : `what \`${profile.name}\` does here is not known; write the rule so that it does not depend on it`,
  };
}
