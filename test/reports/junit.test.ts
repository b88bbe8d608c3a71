import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/findings/report.ts';
import { renderJunit } from '../../src/reports/junit.ts';
import { readXml, type XmlElement } from '../support/read-xml.ts';
import { hostileReports, hostileTexts } from './hostile-reports.ts';
import { check, claim, connectivity, explained, green, malformed, threeTiers } from './sample-reports.ts';

/** What `junit-10.xsd` of Jenkins' xUnit plugin says of the elements used here: required and other attributes, children. */
const SCHEMA: Readonly<
  Record<string, readonly [required: readonly string[], other: readonly string[], children: readonly string[]]>
> = {
  testsuites: [[], ['name', 'time', 'tests', 'failures', 'errors'], ['testsuite']],
  testsuite: [['name', 'tests'], ['failures', 'errors', 'skipped', 'time'], ['testcase']],
  testcase: [['name', 'classname'], ['time'], ['skipped', 'error', 'failure']],
  failure: [[], ['message', 'type'], []],
  error: [[], ['message', 'type'], []],
  skipped: [[], ['message', 'type'], []],
};

function faultsOf({ name, attributes, children }: XmlElement): readonly string[] {
  const row = SCHEMA[name];
  if (!row) return [`no element ${name}`];
  const [required, other, allowed] = row;
  return [
    ...required.filter((key) => !Object.hasOwn(attributes, key)).map((key) => `${name} lacks ${key}`),
    ...Object.keys(attributes)
      .filter((key) => ![...required, ...other].includes(key))
      .map((key) => `${name} has ${key}`),
    ...children.filter((child) => !allowed.includes(child.name)).map((child) => `${child.name} in ${name}`),
    ...children.flatMap(faultsOf),
  ];
}

/** How often an element stands somewhere below another. */
function countBelow(element: XmlElement, name: string): number {
  return element.children.reduce((sum, child) => sum + (child.name === name ? 1 : 0) + countBelow(child, name), 0);
}

function expectWhole(report: Report): XmlElement {
  const root = readXml(renderJunit(report));
  expect(faultsOf(root)).toEqual([]);
  for (const element of [root, ...root.children]) {
    const { attributes } = element;
    expect(Number(attributes['tests'])).toBe(countBelow(element, 'testcase'));
    expect(Number(attributes['failures'])).toBe(countBelow(element, 'failure'));
    expect(Number(attributes['errors'])).toBe(countBelow(element, 'error'));
    if (element !== root) expect(Number(attributes['skipped'])).toBe(countBelow(element, 'skipped'));
  }
  return root;
}

describe('JUnit XML', () => {
  it('has a suite for the change, whose cases have names of their own', () => {
    const forbidden = { code: 'new-connection', severity: 'error', message: 'x', related: [] } as const;
    const broken = { ...forbidden, code: 'invalid-field' } as const;
    const root = expectWhole(check(green.claims, { exitCode: 1, findings: [broken, forbidden, forbidden] }));
    const cases = root.children
      .slice(-2)
      .map(({ attributes, children }) => [attributes['name'], ...children.map((one) => one.attributes['name'])]);
    expect(cases).toEqual([
      ['change', 'new-connection', 'new-connection (2)'],
      ['input', 'invalid-field'],
    ]);
  });

  it.each(Object.entries({ green, threeTiers, malformed, connectivity, explained }))(
    'of the report %s has the form of its schema, and counts what is in it',
    (_, report) => {
      expectWhole(report);
    },
  );

  it('is well-formed whatever the texts, also with characters that XML forbids', () => {
    const hostile = fc.oneof(
      fc.constantFrom(...hostileTexts, '\u0000\u0001\u000b\u001f', '\ufffe\uffff', '\udc00\ud800', ']]>', '<!--'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        for (const report of hostileReports(text)) expectWhole(report);
      }),
      { numRuns: 60, examples: [['\ufffe\uffff'], ['\u0000\u0001\u000b\u001f'], ['\udc00\ud800']] },
    );
  });

  it('has one suite for each suite and world, and says failures, errors and waived claims apart', () => {
    const waiver = { until: '2027-01-31', owner: 'data team', reason: 'migration', expired: false };
    const claims = [
      claim('web --> api:8080'),
      claim('web -/-> db', { status: 'fails', world: 'staging' }),
      claim('web -/-> cache', { status: 'undecided', world: 'staging' }),
      claim('web -/-> legacy', { status: 'waived', waiver, world: 'staging' }),
    ];
    const [suite] = check(claims).suites;
    if (!suite) throw new Error('the sample has a suite');
    const worlds = [suite, { ...suite, world: 'staging' }];
    const root = expectWhole({ ...check(claims), suites: worlds });
    expect(root.children.map(({ attributes }) => attributes)).toEqual([
      { name: `${suite.file} (${suite.world})`, tests: '1', failures: '0', errors: '0', skipped: '0' },
      { name: `${suite.file} (staging)`, tests: '3', failures: '1', errors: '1', skipped: '1' },
    ]);
  });

  it('is read by a reader that takes no ill-formed document', () => {
    const head = '<?xml version="1.0" encoding="UTF-8"?>';
    for (const bad of [
      '<a>',
      '<a b="1" b="2"/>',
      '<a>&#1;</a>',
      '<a>&nbsp;</a>',
      '<a>\u0001</a>',
      '<a/><a/>',
      '<a>x<b/></a>',
    ]) {
      expect(() => readXml(head + bad)).toThrow();
    }
  });
});
