import { describe, expect, it } from 'vitest';
import { surveyMarkdown } from './markdown-outside-code.ts';

describe('what is outside code', () => {
  it.each([
    ['a code span is code', 'a `<b>` c', 'a   c'],
    ['a longer fence of backticks holds shorter ones', 'a ``x ` <b>`` c', 'a   c'],
    ['a span without its end is text', 'a `<b> c', 'a `<b> c'],
    ['an escaped backtick starts no span', 'a \\`<b>` c', 'a \\`<b>` c'],
    ['a span goes on over a line end', 'a `<b>\n<i>` c', 'a   c'],
    ['a span does not go on over a blank line', 'a `<b>\n\n<i>` c', 'a `<b>\n<i>` c'],
    ['backticks in an HTML block are text', '<summary>`<b>`</summary>', '<summary>`<b>`</summary>'],
    ['a fence is code', 'a\n```yaml\n<b>\n```\nc', 'a\nc'],
    ['a shorter fence ends none', '````\n```\n<b>\n````\nc', '\nc'],
    ['a cell ends a span', '| a | b |\n| - | - |\n| `x | <b>` |', ' a \n b \n - \n - \n `x \n <b>` '],
    ['an escaped bar does not', '| a |\n| - |\n| `x \\| <b>` |', ' a \n - \n   '],
  ])('%s', (_, markdown, outside) => {
    expect(surveyMarkdown(markdown).outsideCode.replaceAll(/\n+/g, '\n').trim()).toBe(outside.trim());
  });
});

describe('what is left open', () => {
  it('is a fence without its end', () => {
    expect(surveyMarkdown('````\na\n```').openFence).toBe(true);
    expect(surveyMarkdown('````\na\n````').openFence).toBe(false);
  });

  it('is a details element without its end, unless it is code', () => {
    expect(surveyMarkdown('<details><summary>a</summary>\n\nb').openDetails).toBe(1);
    expect(surveyMarkdown('<details><summary>a</summary>\n\n`<details>`\n\n</details>').openDetails).toBe(0);
  });

  it('is a row with more or fewer cells than its header', () => {
    const table = '| a | b |\n|---|---|\n';
    expect(surveyMarkdown(`${table}| 1 | \`x\\|y\` |`).brokenRows).toEqual([]);
    expect(surveyMarkdown(`${table}| 1 | \`x|y\` |`).brokenRows).toEqual(['| 1 | `x|y` |']);
    expect(surveyMarkdown(`${table}| 1 |`).brokenRows).toEqual(['| 1 |']);
  });
});
