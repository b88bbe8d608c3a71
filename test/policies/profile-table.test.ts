import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DATAPLANES, type DataplaneProfile, profileOf } from '../../src/cluster/dataplane-profile.ts';

const PAGE = readFileSync('docs/decisions/0004-dataplane-profiles.md', 'utf8');

/** The cells of the row of a plugin in each table of the page. */
const rowsOf = (plugin: string): readonly (readonly string[])[] =>
  PAGE.split('\n')
    .filter((line) => line.startsWith(`| ${plugin} |`))
    .map((line) =>
      line
        .split('|')
        .slice(2, -1)
        .map((cell) => cell.trim()),
    );

const word = (answer: boolean | undefined): string => (answer === undefined ? 'open' : answer ? 'yes' : 'no');

function kinds({ adminKinds, lastAdminPriority }: DataplaneProfile): string {
  const [first, ...others] = adminKinds ?? [];
  if (first === undefined) return 'none';
  if (others.length === 2) return 'all three';
  const last = lastAdminPriority === undefined ? '' : ` up to priority ${lastAdminPriority}`;
  return `${first}${last}${others.length === 1 ? ', its baseline' : ''}`;
}

function nodes(profile: DataplaneProfile): string {
  const [newer, older] = [profile.nodePeersAreEnforced, profile.olderNodePeersAreEnforced].map(word);
  const served =
    profile.adminKinds?.length === 3 ? [newer, older] : profile.adminKinds?.length === 2 ? [older] : [newer];
  return new Set(served).size > 1 ? `v1alpha2: ${newer}; v1alpha1: ${older}` : String(served[0]);
}

describe('the tables of decision 4', () => {
  it.each(DATAPLANES)('say of %s what its profile says', (plugin) => {
    const profile = profileOf(plugin);
    const withoutRemarks = rowsOf(plugin).map((row) =>
      row.map((cell) => cell.replace(/: fails closed$/, '').replace(/ \(.*\)$/, '')),
    );
    expect(withoutRemarks).toEqual([
      [
        word(profile.rangesMatchPods),
        word(profile.rangesMatchNodes),
        word(profile.selectorsMatchHostPods),
        word(profile.policiesGovernHostPods),
      ],
      [
        kinds(profile),
        `${word(profile.networksMatchPods)}, ${word(profile.networksMatchNodes)}`,
        word(profile.networkPolicyIsFinalForPod),
        nodes(profile),
        word(profile.domainPeersAreEnforced),
      ],
    ]);
  });
});
