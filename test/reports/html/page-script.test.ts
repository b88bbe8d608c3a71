import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { PAGE_SCRIPT } from '../../../src/reports/html/page-script.ts';

/** What TypeScript says about a script that runs in a browser: names that nobody declares, calls that cannot be. */
function complaintsAbout(script: string): readonly string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: false,
    noUnusedLocals: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === 'page.js'
      ? ts.createSourceFile(name, script, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS)
      : getSourceFile(name, ...rest);
  return ts.getPreEmitDiagnostics(ts.createProgram(['page.js'], options, host)).map(({ messageText, start = 0 }) => {
    const line = script.slice(0, start).split('\n').length;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')} | ${script.split('\n')[line - 1]}`;
  });
}

describe('the script of a page', () => {
  it('names nothing that is not there, and leaves nothing unused', () => {
    expect(complaintsAbout(PAGE_SCRIPT)).toEqual([]);
    expect(complaintsAbout("'use strict'; documnt.title; document.titel();")).toHaveLength(2);
  });

  it('turns no text into markup or code, asks for nothing and keeps nothing', () => {
    const used = [...PAGE_SCRIPT.matchAll(/[A-Za-z]+/g)].map(([word]) => word);
    const forbidden = [
      'innerHTML',
      'outerHTML',
      'insertAdjacentHTML',
      'write',
      'eval',
      'Function',
      'setTimeout',
      'fetch',
      'XMLHttpRequest',
      'WebSocket',
      'EventSource',
      'import',
      'localStorage',
      'cookie',
      'Image',
      'src',
    ];
    expect(used.filter((word) => forbidden.includes(word))).toEqual([]);
  });
});
