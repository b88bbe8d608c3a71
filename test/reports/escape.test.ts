import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeCommandData, escapeCommandProperty } from '../../src/reports/escape-command.ts';
import { escapeHtml } from '../../src/reports/escape-html.ts';
import { codeCell, codeSpan, fencedBlock, prose, proseCell } from '../../src/reports/escape-markdown.ts';
import { escapeMermaid } from '../../src/reports/escape-mermaid.ts';
import { escapeTerminal } from '../../src/reports/escape-terminal.ts';
import { commentMarker, permalink, webAddress } from '../../src/reports/links.ts';
import { parseWorkflowCommand, registeredCommands } from '../support/github/workflow-commands.ts';
import { hostileTexts } from './hostile-reports.ts';

const known = new Set(registeredCommands);

const fragments = fc.constantFrom(
  ...hostileTexts,
  '`',
  '``',
  '|',
  '\\',
  '::',
  '##[',
  ' ',
  '\n',
  '\t',
  '-',
  '>',
  '@a',
  '#1',
);
const hostile = fc.oneof(
  fc
    .array(fc.oneof(fragments, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 8 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What CommonMark leaves outside of code spans: a run of backticks opens one if an equal run follows. */
function outsideCode(markdown: string): string {
  const opened = /(?<!`)(`+)(?!`)/g;
  let rest = '';
  let from = 0;
  for (let match = opened.exec(markdown); match; match = opened.exec(markdown)) {
    const run = match[1] ?? '';
    const closed = new RegExp(`(?<!\`)${run}(?!\`)`, 'g');
    closed.lastIndex = match.index + run.length;
    const close = closed.exec(markdown);
    if (!close) continue;
    rest += `${markdown.slice(from, match.index)}¤`;
    from = close.index + run.length;
    opened.lastIndex = from;
  }
  return rest + markdown.slice(from);
}

/** The cells of a table row as GitHub splits them: a backslash takes the meaning of the character after it. */
const cellsOf = (row: string): number => row.replace(/\\./g, '').split('|').length;

describe('every escape', () => {
  it('shows what cannot be seen by its code point', () => {
    expect(escapeTerminal('admin\u202egpj\u001b[2J\u200b\u{e0041}')).toBe('admin\\u202egpj\\u001b[2J\\u200b\\u{e0041}');
    expect(escapeHtml('a\u2028b\u0085c')).toBe('a\\u2028b\\u0085c');
  });

  it('returns one line without anything that cannot be seen', () => {
    const escapes = [escapeTerminal, escapeHtml, codeSpan, codeCell, prose, proseCell, escapeMermaid, commentMarker];
    fc.assert(
      fc.property(hostile, fc.constantFrom(...escapes), (text, shown) => {
        expect(shown(text)).not.toMatch(INVISIBLE);
      }),
    );
  });
});

describe('the escape for terminals', () => {
  it('leaves no command to the runner behind text of ours', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(parseWorkflowCommand(`  ✗ ${escapeTerminal(text)}`, known)).toBeUndefined();
        expect(escapeTerminal(text)).not.toContain('##[');
      }),
    );
  });
});

describe('a value at the start of a line', () => {
  it('is no command to the runner, and an IPv6 address stays whole', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(parseWorkflowCommand(escapeTerminal(text), known)).toBeUndefined();
      }),
    );
    expect(escapeTerminal('::add-mask::x')).toBe(': :add-mask::x');
    expect(escapeTerminal('::ffff:0:0-::ffff:ffff:ffff → shop/db')).toBe('::ffff:0:0-::ffff:ffff:ffff → shop/db');
  });
});

describe('the escape for Markdown', () => {
  it('makes a code span that ends where it should and holds the whole text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(outsideCode(codeSpan(text))).toBe('¤');
        expect(outsideCode(codeCell(text))).toBe('¤');
      }),
    );
  });

  it('lets no text end a cell of a table', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(cellsOf(codeCell(text))).toBe(1);
        expect(cellsOf(proseCell(text))).toBe(1);
      }),
    );
  });

  it('leaves no markup, mention, number of an issue or link outside of code spans', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(outsideCode(prose(text))).not.toMatch(/[<>&@#*_[\]~|\\{}`$]|:\/\/|www\.|GH-\d|^\s*[-+=]/iu);
      }),
    );
  });

  it('keeps our sentences as they are and puts names into code', () => {
    const sentence =
      'traffic from `shop/web` to `shop/db` on 5432/tcp is allowed, but the claim denies it (8.8.8.0/24).';
    expect(prose(sentence)).toBe(sentence);
    expect(prose('asks @octocat about #12')).toBe('asks `@octocat` about `#12`');
  });

  it('fences a block so that no line of it closes the fence or is a command', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 5 }), (lines) => {
        const block = fencedBlock(lines, 'text').split('\n');
        const fence = block.at(-1) ?? '';
        expect(block[0]).toBe(`${fence}text`);
        expect(block).toHaveLength(lines.length + 2);
        for (const line of block.slice(1, -1)) {
          expect(line).not.toContain(fence);
          expect(parseWorkflowCommand(line, known)).toBeUndefined();
        }
      }),
    );
  });
});

describe('the escape for HTML', () => {
  it('leaves no tag, entity or end of an attribute, and can be read back', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39|#35);)/);
      }),
    );
    expect(escapeHtml('<b> & "c"')).toBe('&lt;b&gt; &amp; &quot;c&quot;');
  });
});

describe('the escape for workflow commands', () => {
  it('gives the runner one command whose message and properties are what was meant', () => {
    fc.assert(
      fc.property(hostile, hostile, (title, message) => {
        const line = `::error title=${escapeCommandProperty(title)},line=1::${escapeCommandData(message)}`;
        expect(line).not.toMatch(/[\r\n]/);
        const command = parseWorkflowCommand(line, known);
        expect(command?.name).toBe('error');
        expect(command?.properties.line).toBe('1');
        expect(Object.keys(command?.properties ?? {}).every((name) => ['title', 'line'].includes(name))).toBe(true);
      }),
    );
    expect(escapeCommandProperty('a:b,c%')).toBe('a%3Ab%2Cc%25');
    expect(escapeCommandData('one\ntwo')).toBe('one%0Atwo');
  });
});

describe('the escape for Mermaid', () => {
  it('leaves no quote, bracket or directive in a label', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeMermaid(text).replace(/#\d+;/g, '')).not.toMatch(/["'`<>[\]{}()|%;#&\\]/);
      }),
    );
  });
});

describe('links', () => {
  it('mark a comment so that no key ends the mark', () => {
    fc.assert(
      fc.property(hostile, (key) => {
        expect(commentMarker(key)).toMatch(/^<!-- netpol-gate key="(?:(?!--|[<>"]).)*" -->$/u);
      }),
    );
  });

  it('lead to the line of a path of any characters and hold nothing that ends a Markdown link', () => {
    const links = { server: 'https://github.com', repository: 'octo/shop', sha: 'abc1234' };
    const span = { line: 3, column: 1, endLine: 3, endColumn: 2 };
    expect(permalink({ file: 'a b/(c)#?.yaml', span }, links)).toBe(
      'https://github.com/octo/shop/blob/abc1234/a%20b/%28c%29%23%3F.yaml#L3',
    );
    fc.assert(
      fc.property(hostile, (file) => {
        expect(permalink({ file: `k8s/${file}`, span }, links) ?? '').toMatch(/^(?:https:[\w\-.~%/]*#L3)?$/);
      }),
    );
  });

  it('lead nowhere for a sentence of the command line, without a commit, or to another scheme', () => {
    const links = { server: 'https://github.com', repository: 'octo/shop', sha: 'abc1234' };
    expect(permalink({ file: '-e' }, links)).toBeUndefined();
    expect(permalink({ file: 'a.yaml' }, { server: 'https://github.com', repository: 'octo/shop' })).toBeUndefined();
    expect(permalink({ file: 'a.yaml' }, { ...links, server: 'javascript:alert(1)' })).toBeUndefined();
    expect(webAddress('javascript:alert(1)')).toBeUndefined();
    expect(webAddress('https://a.example/x)y')).toBe('https://a.example/x%29y');
  });
});
