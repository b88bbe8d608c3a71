import { describe, expect, it } from 'vitest';
import { changeHeadline } from '../../src/reports/change-headline.ts';
import { groupChanges } from '../../src/reports/group-changes.ts';
import { changed, compared, world } from './sample-changes.ts';
import { tcp } from './sample-reports.ts';

const opens = (from: string, to: string, port = 5432) => changed('opened', { from, to, opened: [tcp(port)] });

const groupsOf = (changes: Parameters<typeof groupChanges>[0]) =>
  groupChanges(changes).map(({ from, to }) => `${from.join(' ')} → ${to.join(' ')}`);

describe('changes that are alike', () => {
  it('share a row where many lead to one, and where one leads to many', () => {
    expect(groupsOf(['a', 'b', 'c'].map((from) => opens(from, 'db')))).toEqual(['a b c → db']);
    expect(groupsOf(['x', 'y', 'z'].map((to) => opens('web', to)))).toEqual(['web → x y z']);
  });

  it('share a row where each of some leads to each of others', () => {
    const all = ['a', 'b'].flatMap((from) => ['x', 'y', 'z'].map((to) => opens(from, to)));
    expect(groupsOf(all)).toEqual(['a b → x y z']);
  });

  it('are told apart where a row would say more than is true', () => {
    expect(groupsOf([opens('a', 'x'), opens('a', 'y'), opens('b', 'y')])).toHaveLength(2);
    expect(groupsOf([opens('a', 'b'), opens('b', 'a')])).toEqual(['a → b', 'b → a']);
  });

  it('are told apart by their ports, their kind and their cause', () => {
    const other = { tree: 'base', text: 'something else' } as const;
    expect(
      groupsOf([
        opens('a', 'x'),
        opens('b', 'x', 80),
        changed('closed', { from: 'c', to: 'x', closed: [tcp(5432)] }),
        { ...opens('d', 'x'), causes: [other] },
      ]),
    ).toHaveLength(4);
  });

  it('are each in one row and no other', () => {
    const ends = ['a', 'b', 'c', 'd'];
    const all = ends.flatMap((from, i) => ends.filter((_, j) => (i * 7 + j * 3) % 4 > 1).map((to) => opens(from, to)));
    const told = groupChanges(all).flatMap(({ from, to }) => from.flatMap((a) => to.map((b) => `${a}→${b}`)));
    expect(told.toSorted()).toEqual(all.map(({ from, to }) => `${from}→${to}`).toSorted());
  });
});

describe('the sentence about a change', () => {
  const sentence = (...worlds: Parameters<typeof compared>[0]): string => {
    const comparison = compared(worlds);
    if (comparison.kind !== 'compared') throw new Error('it was compared');
    return changeHeadline(comparison);
  };

  it('counts what each kind has, and a change of two worlds once', () => {
    const both = [opens('a', 'x'), opens('b', 'x'), changed('closed', { closed: [tcp(1)] })];
    expect(sentence(world(both), world(both, { world: 'staging' }))).toBe(
      'The change opens 2 connections and closes 1',
    );
  });

  it('says how many of the opened have the internet at an end', () => {
    expect(sentence(world([{ ...opens('a', '8.8.8.8'), internet: true }, opens('a', 'b')]))).toBe(
      'The change opens 2 connections (1 with the internet)',
    );
  });

  it('counts all addresses of an end as one', () => {
    const ranges = ['1.0.0.0-9.255.255.255', '8.8.8.8', '::-ffff::'].map((to) => ({
      ...opens('a', to),
      internet: true,
    }));
    expect(sentence(world(ranges))).toBe('The change opens 1 connection (1 with the internet)');
  });

  it('speaks of what is not listed', () => {
    expect(sentence(world([opens('a', 'x')], { omitted: 7 }))).toBe(
      'The change opens 1 connection and does something to 7 more',
    );
    expect(sentence(world([], { omitted: 1 }))).toBe('The change does something to 1 connection');
  });

  it('says so where there is nothing', () => {
    expect(sentence(world([]))).toBe('The change opens and closes nothing');
  });
});
