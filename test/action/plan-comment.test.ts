import { describe, expect, it } from 'vitest';
import type { CommentOccasion, ExistingComment } from '../../src/action/plan-comment.ts';
import { planComment } from '../../src/action/plan-comment.ts';

const marker = '<!-- netpol-gate key="ci/netpol/." -->';
const body = `${marker}\n### 1 of 2 claims fails`;
const red: CommentOccasion = { marker, body, mode: 'auto', red: true, noteworthy: true };
const green: CommentOccasion = { ...red, red: false, noteworthy: false };
const warned: CommentOccasion = { ...green, noteworthy: true };

function comment(id: number, text: string, authorType = 'Bot'): ExistingComment {
  return { id, body: text, authorType };
}

describe('the first comment', () => {
  it.each([
    ['auto', red, 'create'],
    ['auto', warned, 'create'],
    ['auto', green, 'none'],
    ['always', red, 'create'],
    ['always', green, 'create'],
    ['failures', red, 'create'],
    ['failures', warned, 'none'],
    ['failures', green, 'none'],
    ['never', red, 'none'],
  ] as const)('in the mode `%s` is made where it is due (%#)', (mode, occasion, kind) => {
    expect(planComment([comment(1, 'talk', 'User')], { ...occasion, mode })).toEqual({ kind, remove: [] });
  });
});

describe('a comment that is there', () => {
  it.each(['auto', 'always', 'failures'] as const)('in the mode `%s` is turned green', (mode) => {
    const existing = [comment(3, 'talk', 'User'), comment(5, body)];
    const plan = planComment(existing, { ...green, mode, body: `${marker}\nall claims hold` });
    expect(plan).toEqual({ kind: 'update', id: 5, remove: [] });
  });

  it('is left alone where it says the same, whatever became of its line ends', () => {
    const existing = [comment(5, `${body.replaceAll('\n', '\r\n')}\r\n`)];
    expect(planComment(existing, red)).toEqual({ kind: 'unchanged', id: 5, remove: [] });
  });

  it('is left alone in the mode `never`, copies too', () => {
    expect(planComment([comment(5, 'x'), comment(6, body)], { ...red, mode: 'never' })).toEqual({
      kind: 'none',
      remove: [],
    });
  });

  it('is the earliest of ours; later copies go', () => {
    const existing = [comment(9, body), comment(5, `${marker}\nold`), comment(7, `${marker}\nold`)];
    expect(planComment(existing, red)).toEqual({ kind: 'update', id: 5, remove: [7, 9] });
  });
});

describe('a comment is not ours', () => {
  it.each([
    ['if a person wrote it', comment(5, body, 'User')],
    ['if its author is gone', comment(5, body, '')],
    ['if it quotes the marker', comment(5, `> ${body}`)],
    ['if the marker stands further down', comment(5, `look:\n${body}`)],
    ['if its key is another', comment(5, '<!-- netpol-gate key="ci/netpol/./more" -->\nx')],
  ])('%s', (_, other) => {
    expect(planComment([other], red)).toEqual({ kind: 'create', remove: [] });
  });
});
