import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataElement } from '../../../src/reports/html/data-element.ts';
import { PAGE_SCRIPT } from '../../../src/reports/html/page-script.ts';
import { PAGE_STYLE } from '../../../src/reports/html/page-style.ts';
import { html, prose, verbatim } from '../../../src/reports/html/safe-html.ts';
import { sha256 } from '../../../src/reports/html/sha256.ts';
import { renderHtml } from '../../../src/reports/html.ts';
import { takeApart } from '../../support/browser/page-parts.ts';
import { hostileReports, hostileTexts, infest } from '../hostile-reports.ts';
import { connectivity, explained, green, malformed, threeTiers } from '../sample-reports.ts';

const hostile = fc.oneof(
  fc.constantFrom(
    ...hostileTexts,
    '</script>',
    '<!--<script>',
    ']]><style>',
    '"><img src=x onerror=alert(1)>',
    "' onclick='",
  ),
  fc.array(fc.constantFrom(...hostileTexts), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The value of one directive of a content security policy. */
const directive = (policy: string, name: string): string | undefined =>
  policy
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);

describe('SHA-256', () => {
  it('is that of Node for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(`'sha256-${sha256(text)}'`).toBe(hashOf(text));
      }),
    );
    for (const length of [0, 55, 56, 63, 64, 119, 120]) {
      expect(`'sha256-${sha256('a'.repeat(length))}'`).toBe(hashOf('a'.repeat(length)));
    }
  });
});

describe('markup with texts filled in', () => {
  it('escapes texts and keeps markup', () => {
    expect(html`<p title="${'"<'}">${html`<b>${'&'}</b>`}${undefined}${7}</p>`.markup).toBe(
      '<p title="&quot;&lt;"><b>&amp;</b>7</p>',
    );
  });

  it('shows what stands in backticks as code, and a single backtick as itself', () => {
    expect(prose('`a` and `b<`').markup).toBe('<code>a</code> and <code>b&lt;</code>');
    expect(prose('a ` b').markup).toBe('a ` b');
    expect(prose('`a` ` b').markup).toBe('<code>a</code> ` b');
  });

  it('takes no style or script that would end its element', () => {
    for (const text of ['</script>', '</STYLE >', '<!-- x', '<script']) expect(() => verbatim(text)).toThrow();
  });

  it('puts data into the page that no parser takes for markup, and that is the same when read', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [, json = ''] = /^<script type="application\/json" id="x">(.*)<\/script>$/s.exec(
          dataElement('x', [text]).markup,
        ) as RegExpExecArray;
        expect(json).not.toMatch(/[<>&\u2028\u2029]|##\[/);
        expect(JSON.parse(json)).toEqual([text]);
      }),
    );
  });
});

describe.each(Object.entries({ green, threeTiers, malformed, connectivity, explained }))(
  'the page of %s',
  (_, report) => {
    const page = renderHtml(report, {});
    const { policy, styles, scripts, data, tags } = takeApart(page);

    it('allows its own style and script by their hashes, and nothing else', () => {
      expect(styles).toEqual([PAGE_STYLE]);
      expect(scripts).toEqual([PAGE_SCRIPT]);
      expect(directive(policy, 'default-src')).toBe("'none'");
      expect(directive(policy, 'style-src')).toBe(hashOf(PAGE_STYLE));
      expect(directive(policy, 'script-src')).toBe(hashOf(PAGE_SCRIPT));
      for (const name of ['base-uri', 'form-action']) expect(directive(policy, name)).toBe("'none'");
      expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
    });

    it('has one element of data, links within itself alone, and handlers and styles nowhere in its tags', () => {
      expect(data).toHaveLength(1);
      for (const { attributes } of tags) {
        for (const key of Object.keys(attributes)) expect(key).not.toMatch(/^on|^style$|^src$|^srcset$/);
        if ('href' in attributes) expect(attributes['href']).toMatch(/^#/);
      }
    });

    it('has an element for each name that is led to, once', () => {
      const ids = tags.flatMap(({ attributes }) => ('id' in attributes ? [attributes['id']] : []));
      expect(new Set(ids).size).toBe(ids.length);
      const wanted = tags.flatMap(({ attributes }) => [
        ...('href' in attributes ? [attributes['href']?.slice(1)] : []),
        ...('aria-labelledby' in attributes ? [attributes['aria-labelledby']] : []),
        ...('aria-describedby' in attributes ? [attributes['aria-describedby']] : []),
      ]);
      for (const id of wanted) expect(ids).toContain(id);
    });

    it('closes every element that it opens', () => {
      const VOID = new Set(['!doctype', 'meta', 'input']);
      const open: string[] = [];
      for (const { name } of tags) {
        if (name.startsWith('/')) expect(open.pop()).toBe(name.slice(1));
        else if (!VOID.has(name)) open.push(name);
      }
      expect(open).toEqual([]);
    });
  },
);

describe('a page of hostile texts', () => {
  const namesOf = (page: string): ReadonlySet<string> => new Set(takeApart(page).tags.map(({ name }) => name));
  const ours = new Set(
    [green, threeTiers, malformed, connectivity, explained].flatMap((report) => [...namesOf(renderHtml(report, {}))]),
  );
  const attributesOf = (page: string): ReadonlySet<string> =>
    new Set(takeApart(page).tags.flatMap(({ attributes }) => Object.keys(attributes)));
  const known = new Set(
    [green, threeTiers, malformed, connectivity, explained].flatMap((report) => [
      ...attributesOf(renderHtml(report, { server: 'https://example.org', repository: 'a/b', sha: 'abc1234' })),
    ]),
  );

  it('has no element, attribute, style or script but ours', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const report of hostileReports(text)) {
          const page = renderHtml(report, { server: 'https://example.org', repository: 'a/b', sha: 'abc1234' });
          const { scripts, styles, policy } = takeApart(page);
          expect([scripts, styles]).toEqual([[PAGE_SCRIPT], [PAGE_STYLE]]);
          expect(directive(policy, 'default-src')).toBe("'none'");
          for (const name of namesOf(page)) expect(ours).toContain(name);
          for (const name of attributesOf(page)) expect(known).toContain(name);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leads to the web only where the report has an address, and only to that', () => {
    const links = { server: 'https://example.org', repository: 'a/b', sha: 'abc1234', home: 'https://gate.example/v1' };
    for (const text of hostileTexts) {
      const { tags } = takeApart(renderHtml(infest(threeTiers, text), links));
      for (const { attributes } of tags) {
        if ('href' in attributes) expect(attributes['href']).toMatch(/^(#|https:\/\/(example\.org|gate\.example)\/)/);
      }
    }
  });
});

describe('what a page says', () => {
  const text = renderHtml(threeTiers, {});

  it('begins with the verdict and the claims; findings, the matrix and the files follow', () => {
    const order = (report: Parameters<typeof renderHtml>[0]) =>
      [...renderHtml(report, {}).matchAll(/<section id="([a-z]+)/g)].map(([, id]) => id);
    expect(order(threeTiers)).toEqual(['claims', 'matrix', 'notes', 'files']);
    expect(order(malformed)).toEqual(['claims', 'findings', 'notes', 'files']);
    expect(text.indexOf('3 of 4 claims fail')).toBeLessThan(text.indexOf('<section'));
  });

  it('never heads a page with a green word where the exit code is not 0', () => {
    const headOf = (report: Parameters<typeof renderHtml>[0]) =>
      /<header class="(\w+)">.*?<strong>(.*?)<\/strong> (.*?)<\/p>/s.exec(renderHtml(report, {}))?.slice(1);
    const error = { code: 'syntax-error', severity: 'error', message: 'x', related: [] } as const;
    const holding = { ...explained, claim: { ...explained.claim, status: 'holds' }, findings: [error] } as const;
    expect(headOf(green)).toEqual(['green', '✓ passed', 'all 2 claims hold']);
    expect(headOf(threeTiers)).toEqual(['red', '✗ failed', '3 of 4 claims fail']);
    expect(headOf({ ...green, exitCode: 1, findings: [error] })?.slice(0, 2)).toEqual(['red', '✗ failed']);
    expect(headOf(explained)).toEqual(['red', '✗ failed', 'the claim fails']);
    expect(headOf(holding)).toEqual(['red', '✗ failed', 'the claim holds, but the input is at fault: 1 error']);
    expect(headOf(connectivity)).toEqual(['green', '✓ read', '3 workloads']);
    expect(headOf({ ...connectivity, exitCode: 1, findings: [error] })).toEqual([
      'red',
      '✗ at fault',
      '3 workloads, but the input is at fault: 1 error',
    ]);
  });

  it('shows claims in question before those that hold', () => {
    const ids = [...text.matchAll(/<li id="claim-(\d)"/g)].map(([, id]) => Number(id));
    const statuses = ids.map((id) => threeTiers.claims[id]?.status);
    expect(statuses).toEqual(['fails', 'fails', 'fails', 'holds']);
  });

  it('says what is left out of the matrix, and how to see it', () => {
    const leftOut = 'there are 1000000 pairs, and a page shows at most 250000';
    const matrix = { ...(connectivity.matrix as NonNullable<typeof connectivity.matrix>), rows: [], leftOut };
    const page = renderHtml({ ...connectivity, matrix }, {});
    expect(page).toContain(`${leftOut}. <code>netpol-gate explain`);
    expect(page).not.toContain('data-matrix="0"');
  });

  it('names the claims that are not marked', () => {
    expect(text).toContain('are not marked below: <a href="#claim-2">claim 3</a>');
  });
});
