import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/gate/run-gate.ts';
import type { Place } from '../../src/source/place.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const FOLDER = 'policies-tests/admin-tiers/manifests';
const FILES = Object.fromEntries(
  ['policies.yaml', 'workloads.yaml'].map((name) => [`k8s/${name}`, readFileSync(`${FOLDER}/${name}`, 'utf8')]),
);

/** What is said of one claim about the suite's own manifests, with the place of it. */
function judge(sentence: string, change: (policies: string) => string = (text) => text) {
  const policies = change(FILES['k8s/policies.yaml'] ?? '');
  const { claims } = check({
    workspace: memoryWorkspace({ ...FILES, 'k8s/policies.yaml': policies }),
    base: '',
    suites: [],
    sentences: [sentence],
    manifests: ['k8s'],
    failOn: 'error',
    today: '2026-01-01',
  });
  const [claim] = claims;
  if (claim === undefined) throw new Error(`no claim: ${sentence}`);
  const { guilty, status, message, help } = claim;
  return { status, message, help, place: placeIn(policies, guilty) };
}

/** The underlined line, and the last name that stands before it. */
function placeIn(text: string, at: Place): string {
  const lines = text.split('\n').slice(0, at.span?.line ?? 0);
  const name = lines.findLast((line) => /^[ -]+name: /.test(line));
  return `${at.file}, below \`${name?.trim()}\`: ${lines.at(-1)?.trim()}`;
}

describe('claims about admin policies', () => {
  it('fail at the peer of the rule that refuses, and not at a rule that has nothing to do with it', () => {
    expect(judge('bank/ledger --> shop/db:80')).toEqual({
      status: 'fails',
      message: 'traffic from `bank/ledger` to `shop/db` on 80/tcp is denied, but the claim needs it',
      help: 'ingress rule 3 (`shop-from-bank`) of ClusterNetworkPolicy `house-rules` refuses it; narrow that rule, or admit the traffic in one that comes before it',
      place: 'k8s/policies.yaml, below `- name: shop-from-bank`: - namespaces:',
    });
  });

  it('fail at the NetworkPolicy that isolates, where an admin policy passed the traffic on', () => {
    expect(judge('monitoring/prometheus --> shop/db:5432')).toMatchObject({
      status: 'fails',
      help: expect.stringMatching(/^`shop\/db` ingress rule 1 admits|^NetworkPolicy `shop\/db` isolates/),
    });
  });

  it('fail at the peer of the rule that admits', () => {
    expect(judge('monitoring/prometheus -/-> shop/db:9100')).toMatchObject({
      status: 'fails',
      help: expect.stringContaining('ingress rule 1 (`metrics`) of ClusterNetworkPolicy `house-rules` admits it'),
      place: 'k8s/policies.yaml, below `- name: metrics`: - namespaces:',
    });
  });

  it('hold for isolation with a word about what is admitted before it', () => {
    expect(judge('shop/db isolated ingress').message).toBe(
      'the one pod is isolated for ingress, but ClusterNetworkPolicy `house-rules` admits some traffic before that',
    );
    const withoutAccept = (text: string) => text.replace('action: Accept', 'action: Pass');
    expect(judge('shop/db isolated ingress', withoutAccept).message).toBe('the one pod is isolated for ingress');
  });

  it('are undecided at the priority that somebody must change', () => {
    const equal = (text: string) =>
      text.replace('tier: Baseline', 'tier: Admin').replace('name: closed-by-default', 'name: closed');
    expect(judge('monitoring/prometheus --> shop/db:9100', equal)).toEqual({
      status: 'undecided',
      message:
        'it cannot be decided whether traffic from `monitoring/prometheus` to `shop/db` on 9100/tcp is allowed, because ClusterNetworkPolicy `house-rules` and `closed` have the same priority 10, and the API does not say which comes first',
      help: 'give them different priorities: the lower number comes first',
      place: 'k8s/policies.yaml, below `name: closed`: priority: 10',
    });
  });

  it('are undecided where nobody knows whether NetworkPolicy has the last word', () => {
    const egressOnly = (text: string) => text.replace('policyTypes: [Ingress]', 'policyTypes: [Egress]');
    expect(judge('shop/web -/-> shop/db', egressOnly)).toMatchObject({
      status: 'undecided',
      message: expect.stringContaining(
        'network plugins differ on whether a NetworkPolicy of one direction keeps a pod from baseline policies in the other direction',
      ),
      help: 'name the plugin of the cluster under `assume: dataplane` (or `--dataplane`)',
    });
  });
});
