import { describe, expect, it } from 'vitest';
import { endOf, FAILED, PASSED, useTinyCorpus } from './tiny-corpus.ts';

const { run } = useTinyCorpus();

const SELECTED = { matchExpressions: [{ key: 'tier', operator: 'In', values: ['fe'] }] };
const PORTS = [{ name: 'http', containerPort: 80, protocol: 'TCP' }];
const POD = { name: 'a', namespace: 'foo', labels: { tier: 'fe' } };
const NAMESPACE = { name: 'foo', labels: { team: 'blue' } };

/** A row of each table that wants yes. */
const ROWS = [
  { unit: 'label-selector', labels: { tier: 'fe' }, selector: SELECTED },
  { unit: 'anp-ports', ports: [{ namedPort: 'http' }], podPorts: PORTS, protocol: 'TCP', port: 80 },
  { unit: 'anp-ports', ports: [], podPorts: PORTS, protocol: null, port: null },
  { unit: 'anp-subject', subject: { namespaces: { matchLabels: { team: 'blue' } } }, pod: POD, namespace: NAMESPACE },
  { unit: 'cnp-protocols', protocols: [{ udp: { destinationPort: { number: 53 } } }], protocol: 'UDP', port: 53 },
  { unit: 'cnp-port', policyPort: { range: { start: 80, end: 90 } }, port: 90 },
];

describe('a row of a table', () => {
  it.each(ROWS)('of $unit agrees if it wants what the engine says, and only then', (row) => {
    expect(endOf(run({ cases: [], units: [{ ...row, name: 'one', want: true }] }))).toEqual(PASSED);
    expect(endOf(run({ cases: [], units: [{ ...row, name: 'one', want: false }] }))).toEqual(FAILED);
  });

  it.each([
    ['anp-ports', { ports: [{ namedPort: 'http' }], podPorts: PORTS, protocol: 'UDP', port: 80 }],
    ['anp-subject', { subject: { namespaces: { matchLabels: { team: 'red' } } }, pod: POD, namespace: NAMESPACE }],
    ['cnp-protocols', { protocols: [{ tcp: { destinationPort: { number: 80 } } }], protocol: 'UDP', port: 80 }],
    ['cnp-port', { policyPort: { number: 80 }, port: 81 }],
  ])('of %s may want no', (unit, row) => {
    expect(endOf(run({ cases: [], units: [{ unit, ...row, name: 'one', want: false }] }))).toEqual(PASSED);
  });

  it('that no manifest can say is out of scope with the reason, and counts for nothing', () => {
    const units = [
      { unit: 'anp-subject', name: 'empty', subject: null, want: false },
      { unit: 'cnp-port', name: 'nil', policyPort: null, port: 80, want: true },
    ];
    const { lines, ...rest } = run({ cases: [], units });
    expect(endOf({ lines, ...rest })).toEqual({ last: '0 passed, 0 failed', exitCode: 1 });
    expect(lines).toContain('  the API server refuses a policy without a subject (1)');
    expect(lines).toContain('  the API server refuses a protocol without a port (1)');
  });

  it('of a table that is not known fails', () => {
    expect(endOf(run({ cases: [], units: [{ unit: 'guess', name: 'one', want: true }] }))).toEqual(FAILED);
  });
});
