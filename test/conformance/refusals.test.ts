import { describe, expect, it } from 'vitest';
import { endOf, FAILED, PASSED, SHOP, useTinyCorpus, WEB_TO_DB } from './tiny-corpus.ts';

const { run } = useTinyCorpus();

describe('the mode `error`', () => {
  const error = (manifests: string, one: Record<string, unknown> = {}) =>
    endOf(run({ corpus: 'netpol-analyzer', manifests, cases: [{ mode: 'error', ...one }] }));

  it('passes if an error says what is wrong', () => {
    expect(error(SHOP.replace('port: sql', 'port: sql, endPort: 6000'))).toEqual(PASSED);
    expect(error(SHOP, { dir: 'elsewhere' })).toEqual(PASSED);
  });

  it('passes if what nobody can know is left open', () => {
    const policy = (name: string, action: string) => `---
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: { name: ${name} }
spec: { priority: 1, subject: { namespaces: {} }, ingress: [{ action: ${action}, from: [{ namespaces: {} }] }] }
`;
    expect(error(SHOP + policy('one', 'Allow') + policy('two', 'Deny'))).toEqual(PASSED);
    expect(error(SHOP + policy('one', 'Allow'))).toEqual(FAILED);
  });

  it('fails if the input is answered as if nothing were wrong', () => {
    expect(error(SHOP)).toEqual(FAILED);
  });

  it('takes no notice of what the tool behind the corpus takes no notice of', () => {
    expect(error(SHOP.replace('name: db-in', 'name: DB_in'))).toEqual(FAILED);
  });

  it('excuses an answer where the tool errs about what Kubernetes accepts, and lists it with the reason', () => {
    const about = 'refuses pods of one owner';
    const one = { mode: 'error', expect_error: 'Found Pods of the same owner workload `shop/web`' };
    const shown = { name: 'two', probes: [WEB_TO_DB] };
    const excused = run({ corpus: 'netpol-analyzer', cases: [one, shown] });
    expect(endOf(excused)).toEqual(PASSED);
    expect(excused.lines.join('\n')).toContain(about);
    const refused = { manifests: SHOP.replace('port: sql', 'port: sql, endPort: 6000') };
    const agreeing = run({ corpus: 'netpol-analyzer', ...refused, cases: [one] });
    expect(endOf(agreeing)).toEqual(PASSED);
    expect(agreeing.lines.join('\n')).not.toContain(about);
    expect(endOf(run({ cases: [one] })).exitCode).toBe(1);
  });

  it('asks both folders of a comparison', () => {
    const folders = { bad: SHOP.replace('port: sql', 'port: sql, endPort: 6000'), good: SHOP };
    const both = (dirs: readonly string[]) => endOf(run({ folders, cases: [{ mode: 'error', dir: undefined, dirs }] }));
    expect(both(['good', 'bad'])).toEqual(PASSED);
    expect(both(['bad', 'good'])).toEqual(PASSED);
    expect(both(['good', 'good'])).toEqual(FAILED);
  });
});

describe('the mode `warning`', () => {
  const warning = (one: Record<string, unknown>, manifests = SHOP) =>
    run({ manifests, cases: [{ mode: 'warning', ...one }] });

  it('asks about what could not be read', () => {
    const unread = { expect_error: 'found character that cannot start any token' };
    expect(endOf(warning(unread, `${SHOP}---\nkind: @\n`))).toEqual(PASSED);
    expect(endOf(warning(unread))).toEqual(FAILED);
  });

  it.each([
    ['workloads that options of the tool name', 'Workload abcd does not exist in the input resources.'],
    ['no policies', 'no relevant Kubernetes network policy resources found'],
    ['JSON that is no list of Kubernetes objects', 'cannot unmarshal array into Go value'],
    ["a line of the tool's log", undefined],
  ])('leaves out %s, and says so', (about, expect_error) => {
    const { lines, ...rest } = warning({ expect_error });
    expect(endOf({ lines, ...rest })).toEqual({ last: '0 passed, 0 failed', exitCode: 1 });
    expect(lines.join('\n')).toContain(about);
  });
});
