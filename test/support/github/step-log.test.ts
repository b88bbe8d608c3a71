import { describe, expect, it } from 'vitest';
import { readOutputs } from './command-files.ts';
import { interpretLog, splitLines, visibleAnnotations } from './step-log.ts';

function interpret(text: string) {
  return interpretLog(splitLines(text), '/work/space');
}

function commandNames(text: string): readonly string[] {
  return interpret(text).commands.map(({ name }) => name);
}

describe('the `::` form of a command', () => {
  it.each([
    ['starts a line', '::error::x', ['error']],
    ['may be indented, by no-break spaces and line separators too', ' \t\u00a0\u2028\u0085::add-mask::x', ['add-mask']],
    ['is written in any case', '::ERROR::x', ['error']],
    ['is nothing after other text', 'a ::error::x', []],
    ['is nothing behind a colour', '\u001b[31m::error::x', []],
    ['is nothing behind a byte order mark', '\ufeff::error::x', []],
    ['needs its second `::`', '::error x', []],
    ['needs a known name', '::errors::x', []],
    ['starts anew after a lone carriage return', 'a\r::error::x', ['error']],
    ['does not start anew after U+2028', 'a\u2028::error::x', []],
  ])('%s', (_, text, names) => {
    expect(commandNames(text)).toEqual(names);
  });

  it('unescapes data and properties, the percent sign last', () => {
    const { commands } = interpret('::error title=NP%3A x%2Cy%2525,file=a=b::100%25%0Anext%250A%3A');
    expect(commands).toEqual([
      { name: 'error', properties: { title: 'NP: x,y%25', file: 'a=b' }, data: '100%\nnext%0A%3A' },
    ]);
  });
});

describe('the `##[` form of a command', () => {
  it.each([
    ['stands anywhere in a line', 'a b ##[error]x', ['error']],
    ['is not hidden by a colour', '\u001b[31m##[add-matcher]x\u001b[0m', ['add-matcher']],
    ['needs its bracket', '##[error x', []],
    ['needs a known name', '##[oops]x', []],
    ['is nothing when it is split', '# #[error]x', []],
    ['is found in a line that starts with an unknown `::` command', '::oops::##[error]x', ['error']],
  ])('%s', (_, text, names) => {
    expect(commandNames(text)).toEqual(names);
  });

  it('has properties between semicolons', () => {
    const { commands } = interpret('##[error file=a%3Bb;line=3]x%5D');
    expect(commands).toEqual([{ name: 'error', properties: { file: 'a;b', line: '3' }, data: 'x]' }]);
  });
});

describe('stopped commands', () => {
  it('stay text until the token comes back', () => {
    const text = '::stop-commands::token-1\n::error::a\n##[error]b\n::other::\n::token-1::\n::error::c';
    const { commands, annotations, log } = interpret(text);
    expect(commands.map(({ name }) => name)).toEqual(['stop-commands', 'token-1', 'error']);
    expect(annotations.map(({ message }) => message)).toEqual(['c']);
    expect(log).toEqual(['::stop-commands::***', '::error::a', '##[error]b', '::other::', '::***::', '##[error]c']);
  });

  it('come back once only for one token', () => {
    expect(commandNames('::stop-commands::t\n::t::\n::t::')).toEqual(['stop-commands', 't']);
  });

  it.each(['', 'pause-logging', 'Warning'])('are refused for the token "%s"', (token) => {
    expect(() => interpret(`::stop-commands::${token}`)).toThrow('refuses the stop-commands token');
  });
});

describe('annotations', () => {
  it('are rendered up to ten for each level', () => {
    const { annotations } = interpret('::error::e\n::notice::n\n'.repeat(12));
    const visible = visibleAnnotations(annotations);
    expect(annotations).toHaveLength(24);
    expect(visible.filter(({ level }) => level === 'error')).toHaveLength(10);
    expect(visible.filter(({ level }) => level === 'notice')).toHaveLength(10);
  });

  it('are cut after 4096 characters', () => {
    expect(interpret(`::error::${'x'.repeat(4097)}`).annotations[0]?.message).toHaveLength(4096);
  });

  it('name files relative to the workspace', () => {
    const { annotations } = interpret('::error file=/work/space/k8s/a.yaml::x\n::error file=k8s/a.yaml::x');
    expect(annotations.map(({ file }) => file)).toEqual(['k8s/a.yaml', 'k8s/a.yaml']);
  });

  it.each([
    [
      'keep columns on one line',
      'line=3,endLine=3,col=1,endColumn=4',
      { line: 3, endLine: 3, column: 1, endColumn: 4 },
    ],
    ['lose columns over several lines', 'line=3,endLine=4,col=1,endColumn=4', { line: 3, endLine: 4 }],
    ['lose columns without a line', 'col=1,endColumn=4', {}],
    ['lose lines that run backwards', 'line=4,endLine=3', {}],
    ['lose columns that run backwards', 'line=4,col=5,endColumn=3', { line: 4 }],
    ['start where they end if no start is given', 'endLine=3', { line: 3, endLine: 3 }],
    ['have no line that is not a number', 'line=three', {}],
  ])('%s', (_, properties, position) => {
    expect(interpret(`::error ${properties}::x`).annotations).toEqual([{ level: 'error', message: 'x', ...position }]);
  });
});

it('masks what it was told to mask in all that follows', () => {
  expect(interpret('a fail\n::add-mask::fail\na fail').log).toEqual(['a fail', '::add-mask::***', 'a ***']);
});

describe('outputs', () => {
  it('are read from single lines and from heredocs', () => {
    expect(readOutputs('a=1=2\nb<<E\nx\n\ny=z\nE\nc=\n')).toEqual({ a: '1=2', b: 'x\n\ny=z', c: '' });
  });

  it.each([['no separator'], ['=x'], ['a<<E\nx\n'], ['a<<\nx\n']])('are refused as %j', (text) => {
    expect(() => readOutputs(text)).toThrow('Invalid');
  });
});
