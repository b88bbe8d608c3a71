import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report, ReportedMatrix } from '../../../src/findings/report.ts';
import { check } from '../../../src/gate/run-gate.ts';
import { openWorkspace } from '../../../src/manifests/open-workspace.ts';
import { renderHtml } from '../../../src/reports/html.ts';
import { visibleLine } from '../../../src/reports/visible-text.ts';
import { type DevTools, startBrowser } from '../../support/browser/devtools.ts';
import { findChromium } from '../../support/browser/find-chromium.ts';
import { type OpenPage, openPage } from '../../support/browser/open-page.ts';
import { memoryWorkspace } from '../../support/memory-workspace.ts';
import { hostileTexts, infest } from '../hostile-reports.ts';
import { connectivity, threeTiers } from '../sample-reports.ts';
import { manyWorkloads } from './many-workloads.ts';

const program = findChromium();
const why = program === undefined ? ' (skipped: no Chromium here; NETPOL_GATE_CHROMIUM can name one)' : '';

/** What is in focus: its text, in one line. */
const FOCUS = 'document.activeElement.innerText.replace(/\\s+/g, " ").trim()';
const PANEL = 'document.querySelector(".panel").innerText';
const HEADERS =
  '[...document.querySelectorAll("[role=grid] thead th")].map((th) => th.innerText.replace(/\\s+/g, " ").trim())';
const ROWS =
  '[...document.querySelectorAll("[role=grid] tbody th")].map((th) => th.innerText.replace(/\\s+/g, " ").trim())';

describe.skipIf(program === undefined)(`a page in a browser${why}`, () => {
  let browser: DevTools;
  let folder: string;

  beforeAll(() => {
    browser = startBrowser(program as string);
    folder = mkdtempSync(join(tmpdir(), 'netpol-gate-pages-'));
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(report: Report): Promise<OpenPage> {
    const file = join(folder, 'report.html');
    writeFileSync(file, renderHtml(report, {}));
    const page = await openPage(browser, String(pathToFileURL(file)));
    await page.look('light', 1200, 900);
    return page;
  }

  const judge = (files: Readonly<Record<string, string>>) =>
    check({
      workspace: memoryWorkspace(files),
      base: '',
      suites: [],
      sentences: [],
      manifests: [],
      failOn: 'error',
      today: '2030-01-01',
      matrix: true,
    });

  it('asks for nothing but itself, and nothing is refused or thrown', async () => {
    for (const report of [threeTiers, connectivity]) {
      const page = await open(report);
      await page.press('/', 'w', 'Enter', 'ArrowUp', 'ArrowDown', 'Enter', 'Escape');
      expect(page.requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
      expect(page.requests).toHaveLength(1);
      expect(page.complaints).toEqual([]);
      await page.close();
    }
  });

  it('would refuse what is not its own, and say so', async () => {
    const page = await open(threeTiers);
    await page.evaluate(
      '{ const own = document.createElement("style"); own.textContent = "p{}"; document.head.append(own); }',
    );
    await expect(page.evaluate('document.body.innerHTML = "<p>x</p>"')).rejects.toThrow(/TrustedHTML/);
    await expect(page.evaluate('fetch("https://example.org/")')).rejects.toThrow();
    expect(page.complaints.join('\n')).toMatch(/Content Security Policy/);
    expect(page.requests.filter((url) => url.startsWith('https://example.org'))).toEqual([]);
    await page.close();
  });

  it('shows the pairs in the words of the report, with claims beside the ports', async () => {
    const page = await open(threeTiers);
    expect(await page.evaluate(HEADERS)).toEqual([
      'from ↓ to →',
      '▾ shop api',
      '▾ shop db',
      '▾ shop web',
      'addresses public (2 ranges)',
    ]);
    const cells = await page.evaluate(
      '[...document.querySelectorAll("[role=grid] tbody tr")].map((tr) => [...tr.querySelectorAll("td")].map((td) => td.innerText.replace(/\\s+/g, " ").trim()))',
    );
    expect(cells).toEqual([
      ['all ports', '5432/tcp', 'all ports', 'all ports'],
      ['all ports', 'refused', 'all ports', 'all ports ✗ fails'],
      ['all ports ✓ holds', '5432/tcp ✗ fails', 'all ports', 'all ports'],
      ['door open', '? undecided 5432/tcp ? undecided', 'all ports', 'not judged'],
    ]);
    await page.close();
  });

  it('is walked with arrows, explains a pair on Enter with the lines of the rule, and comes back on Escape', async () => {
    const page = await open(threeTiers);
    await page.press('/');
    expect(await page.evaluate('document.activeElement.dataset.filter')).toBe('from');
    await page.press('Enter', 'ArrowDown', 'ArrowDown', 'ArrowRight');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(
      'shop/web to shop/db: 5432/tcp; claims: fails',
    );
    await page.press('Enter');
    const panel = await page.evaluate<string>(PANEL);
    for (const part of [
      'shop/web → shop/db',
      'allowed 5432/tcp',
      '✗ fails for this pair: web -/-> db',
      'k8s/allow-all.yaml:5:11',
      '^^^^^^^^^^^',
    ]) {
      expect(panel).toContain(part);
    }
    expect(await page.evaluate('document.activeElement.className')).toBe('panel');
    await page.press('Escape');
    expect(await page.evaluate('document.querySelector(".panel").hidden')).toBe(true);
    expect(await page.evaluate(FOCUS)).toBe('5432/tcp ✗ fails');
    await page.press('Home');
    expect(await page.evaluate(FOCUS)).toBe('▾ shop web');
    await page.close();
  });

  it('has one stop for Tab in the grid, and a visible ring around it', async () => {
    const page = await open(threeTiers);
    expect(await page.evaluate('document.querySelectorAll("table[role=grid] [tabindex=\\"0\\"]").length')).toBe(1);
    await page.press('/', 'Enter', 'ArrowRight');
    expect(await page.evaluate('document.querySelectorAll("table[role=grid] [tabindex=\\"0\\"]").length')).toBe(1);
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.close();
  });

  it('folds a namespace on Enter and counts what is in it', async () => {
    const page = await open(threeTiers);
    await page.press('/', 'Enter', 'Home', 'Enter');
    expect(await page.evaluate(ROWS)).toEqual(['▸ shop 3 workloads', 'addresses public (2 ranges)']);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-expanded")')).toBe('false');
    await page.press('ArrowRight', 'ArrowRight');
    expect(await page.evaluate(FOCUS)).toBe('2 of 3 open ✗ 1 fails');
    await page.press('ArrowLeft', 'ArrowLeft', 'Enter');
    expect(await page.evaluate(ROWS)).toContain('▾ shop web');
    await page.close();
  });

  it('searches by name, label and address, says how many are left, and takes it back on Escape', async () => {
    const page = await open(threeTiers);
    await page.press('/');
    await page.type('tier=data');
    expect(await page.evaluate(ROWS)).toEqual(['shop db']);
    expect(await page.evaluate('document.querySelector(".count").innerText')).toBe(
      'Shown: 1 of 4 that send, 4 of 4 that receive.',
    );
    await page.press('Tab');
    await page.type('11.0.0');
    expect(await page.evaluate(HEADERS)).toEqual(['from ↓ to →', 'addresses public (2 ranges)']);
    await page.press('Escape');
    expect(await page.evaluate(HEADERS)).toHaveLength(5);
    await page.close();
  });

  it('leads from a claim to the pair that breaks it', async () => {
    const page = await open(threeTiers);
    await page.evaluate('document.querySelector("#claim-3 .jump").click()');
    expect(await page.evaluate(FOCUS)).toBe('all ports ✗ fails');
    expect(await page.evaluate(ROWS)).toEqual(['shop db', 'addresses public (2 ranges)']);
    expect(await page.evaluate('document.querySelector("#claim-2 .jump").hidden')).toBe(true);
    await page.close();
  });

  it('takes hostile texts for texts', async () => {
    for (const text of [...hostileTexts, '</script><img src=x onerror=alert(1)>', '<!--<script>']) {
      const page = await open(infest(threeTiers, text));
      await page.press('/', 'Enter', 'ArrowDown', 'Enter');
      expect(page.complaints).toEqual([]);
      expect(page.requests).toHaveLength(1);
      expect(await page.evaluate('document.querySelectorAll("img, iframe, script:not([type]), style").length')).toBe(2);
      const panel = await page.evaluate<string>('document.querySelector(".panel h3 code").textContent');
      expect(panel).toBe(visibleLine(text));
      await page.close();
    }
  });

  it('opens and searches 300 workloads without pain', async () => {
    const report = judge(manyWorkloads(300));
    const started = Date.now();
    const page = await open(report);
    const opened = Date.now() - started;
    expect(await page.evaluate('document.querySelectorAll("td.cell").length')).toBeLessThan(2000);
    const searched = await page.evaluate<number>(`(() => {
      const field = document.querySelector('[data-filter=from]');
      const start = performance.now();
      field.value = 'app-17';
      field.dispatchEvent(new Event('input'));
      return performance.now() - start;
    })()`);
    const [unfolded, drawn] = await page.evaluate<readonly [number, number]>(`(() => {
      const start = performance.now();
      document.querySelector('[data-action=clear]').click();
      document.querySelector('[data-action=open]').click();
      return [performance.now() - start, document.querySelectorAll('td.cell').length];
    })()`);
    expect(await page.evaluate('document.querySelectorAll("[role=grid] tbody tr").length')).toBeGreaterThan(300);
    // All 90,000 cells at once would be the pain.
    expect(drawn).toBeLessThan(30_000);
    expect(await page.evaluate('document.querySelectorAll("td.cell").length')).toBeLessThan(30_000);
    await page.press('/', 'Escape', 'Enter');
    await page.evaluate('document.querySelector("td.cell").focus()');
    for (const key of ['End', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown'])
      await page.press(key);
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('gridcell');
    // Far above what it takes here, far below what a reader would call broken.
    expect({ opened, searched, unfolded }).toEqual({
      opened: expect.toSatisfy((ms: number) => ms < 30_000),
      searched: expect.toSatisfy((ms: number) => ms < 2000),
      unfolded: expect.toSatisfy((ms: number) => ms < 5000),
    });
    await page.close();
  }, 120_000);

  it('says of every pair of pods of a suite what the matrix of its report says', async () => {
    const workspace = openWorkspace('policies-tests/exposed');
    const request = { workspace, base: '', suites: ['suite.yaml'], sentences: [], manifests: [] } as const;
    const report = check({ ...request, failOn: 'error', today: '2030-01-01', matrix: true });
    const [matrix] = report.matrices ?? [];
    const { endpoints, rows, verdicts } = matrix as ReportedMatrix;
    const pods = endpoints.flatMap(({ id, kind }, index) => (kind === 'workload' ? [{ id, index }] : []));
    const name = ({ id }: { readonly id: string }): string => id.replace(/\/[A-Za-z]+:/, '/');
    const expected = pods.flatMap((from) =>
      pods.map((to) => {
        const pair = rows[from.index]?.[to.index];
        const { allowed = [], undecided = [] } = (pair && verdicts[pair[0]]) ?? {};
        const said = pair === undefined ? 'not judged' : allowed.length + undecided.length > 0 ? 'open' : 'refused';
        return `${name(from)} to ${name(to)}: ${said}`;
      }),
    );
    const page = await open(report);
    const labels = await page.evaluate<readonly string[]>(
      '[...document.querySelectorAll("td.cell")].map((td) => td.getAttribute("aria-label"))',
    );
    const shown = labels
      .filter(
        (label) => !label.includes('addresses: ') && !/ to [0-9a-f.:]+-/.test(label) && !/^[0-9a-f.:]+-/.test(label),
      )
      .map((label) => label.replace(/; claims: .*$/, '').replace(/: (all ports|\d.*)$/, ': open'));
    expect(shown.toSorted()).toEqual(expected.toSorted());
    expect(new Set(expected.map((text) => text.split(': ')[1]))).toEqual(new Set(['open', 'refused']));
    await page.close();
  });
});

describe('the browser for tests', () => {
  it('is the one that is named, which must be there', () => {
    expect(findChromium({ NETPOL_GATE_CHROMIUM: '/opt/one' }, () => true)).toBe('/opt/one');
    expect(() => findChromium({ NETPOL_GATE_CHROMIUM: '/opt/one' }, () => false)).toThrow('names `/opt/one`');
    expect(findChromium({}, () => false)).toBeUndefined();
  });
});
