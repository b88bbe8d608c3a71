import { describe, expect, it } from 'vitest';
import { outputsOf } from '../../src/action/write-outputs.ts';
import { greenOpening, greenUnchanged, partlyCompared } from '../reports/sample-changes.ts';

describe('the outputs of a change', () => {
  it('count what it opens and closes, and are empty where not everything was compared', () => {
    const paths = { report: '', comment: '', sarif: '' };
    expect(outputsOf(greenOpening, paths)).toMatchObject({ opened: '1', closed: '0' });
    expect(outputsOf(greenUnchanged, paths)).toMatchObject({ opened: '0', closed: '0' });
    expect(outputsOf(partlyCompared, paths)).toMatchObject({ opened: '', closed: '' });
  });
});
