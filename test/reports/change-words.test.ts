import { describe, expect, it } from 'vitest';
import { changeHeadline, changesInWords } from '../../src/reports/change-headline.ts';
import { endsInWords } from '../../src/reports/change-words.ts';
import { renderComment, renderSummary } from '../../src/reports/markdown.ts';
import { REPORTERS } from '../../src/reports/registry.ts';
import { changed, claimless, compared, incomparable, partlyCompared, world } from './sample-changes.ts';
import { changed as diffed, tcp } from './sample-reports.ts';

const plain = { color: false, quiet: false, links: {} };

const same = (text: string): string => text;

describe('the words for a change', () => {
  it('write a range as a CIDR where it is one, in the order of addresses, and count those beyond three', () => {
    const ranges = [
      '192.168.0.0-192.168.255.255',
      '10.0.0.0-10.255.255.255',
      '9.1.2.3',
      '11.0.0.1-11.0.0.2',
      '8.8.8.0-8.8.8.255',
    ];
    expect(endsInWords(['shop/web', ...ranges], { words: new Map() }, same, { name: same, words: same })).toBe(
      'shop/web, 8.8.8.0/24, 9.1.2.3, 10.0.0.0/8 and 2 more ranges of addresses',
    );
  });

  it('join ranges that a rule cut apart, and have a word for all addresses', () => {
    const named = (ids: readonly string[]) => endsInWords(ids, { words: new Map() }, same, { name: same, words: same });
    expect(named(['10.128.0.0-10.255.255.255', '10.0.0.0-10.127.255.255'])).toBe('10.0.0.0/8');
    const six = '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
    expect(named(['9.0.0.0-255.255.255.255', six, '0.0.0.0-8.255.255.255'])).toBe('any address');
    expect(named(['255.255.255.255', '::'])).toBe('255.255.255.255 and ::');
  });

  it('count the addresses of an end once, the same in the headline as at the end', () => {
    const to = ['8.8.8.0-8.8.8.255', '9.9.9.0-9.9.9.255'];
    const worlds = [
      world([
        ...to.map((id) => changed('opened', { to: id, opened: [tcp(443)] })),
        changed('unsure', { unsure: [tcp(80)] }),
      ]),
    ];
    expect(changesInWords(worlds)).toBe('1 connection opened, 1 may change');
    expect(changeHeadline({ kind: 'compared', base: 'main', worlds, claimsRemoved: [] })).toBe(
      'The change opens 1 connection and may change 1',
    );
  });

  it('do not say that nothing changes where not everything could be read or compared', () => {
    const unknown = { why: 'it cannot be rendered', help: 'mend it' };
    const notes = ['not everything could be read now, so that no change is sure: x'];
    for (const one of [world([], { notes }), world([], { unknown })]) {
      const report = { ...diffed, findings: [], change: { ...diffed.change, worlds: [one], claimsRemoved: [] } };
      for (const quiet of [true, false]) {
        const text = REPORTERS.text(report, { color: false, quiet, links: {} });
        expect(text).not.toContain('no connection changes');
        expect(text).toContain('the change is not known to open or close anything');
      }
      expect(REPORTERS.html(report, { color: false, quiet: false, links: {} })).not.toContain('no connection changes');
    }
    expect(changesInWords([world([])])).toBe('no connection changes');
  });

  it('say in every form that a part was not compared, and never that nothing changes', () => {
    const note = 'connections may change that are not listed, because x';
    for (const quiet of [true, false]) expect(REPORTERS.text(partlyCompared, { ...plain, quiet })).toContain(note);
    const texts = [
      ...(['text', 'markdown', 'html', 'json'] as const).map((form) => REPORTERS[form](partlyCompared, plain)),
      renderComment(partlyCompared, {}),
      renderSummary(partlyCompared, {}),
    ];
    for (const text of texts) {
      expect(text).toContain(note);
      expect(text).not.toMatch(/no connection changes|opens and closes nothing/i);
    }
    expect(JSON.parse(REPORTERS.json(partlyCompared, plain)).change.worlds[0].partial).toBe(true);
    // Even if a note were lost.
    expect(changesInWords([world([], { isPartial: true })])).not.toBe('no connection changes');
  });

  it('keep with `-q` what bears on the whole comparison', () => {
    const options = { color: false, quiet: true, links: {} };
    expect(REPORTERS.text(claimless, options)).toMatch(/^warning: not everything could be read in the base/m);
    expect(REPORTERS.text(incomparable, options)).toContain('The change was not judged: ');
    const silent = { ...claimless, change: compared([world([])]) };
    expect(REPORTERS.text(silent, options)).not.toContain('change');
  });

  it('show names as code in a page, and no backticks', () => {
    const inWords = { 'possible:*/pods[role=job]': 'a pod labelled `role=job` in any namespace' };
    const one = changed('opened', { from: 'possible:*/pods[role=job]', inWords, opened: [tcp(5432)] });
    const page = REPORTERS.html(
      { ...diffed, change: { ...diffed.change, worlds: [world([one])] } },
      { color: false, quiet: false, links: {} },
    );
    expect(page).toContain('a pod labelled <code>role=job</code> in any namespace');
    expect(page.slice(page.indexOf('id="change"'), page.indexOf('id="files"'))).not.toContain('`');
  });
});
