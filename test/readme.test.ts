import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../src/cli/run-cli.ts';

const README = readFileSync('README.md', 'utf8');

interface Metadata {
  readonly inputs: Record<string, { readonly description: string; readonly default: string }>;
  readonly outputs: Record<string, { readonly description: string }>;
}

const action = parse(readFileSync('action.yml', 'utf8')) as Metadata;

const fences = (language: string): string[] =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\`$`, 'gm'))].map(([, text]) => String(text));

const rowsBelow = (heading: string): string[] => {
  const section = README.slice(README.indexOf(`\n${heading}\n`)).split('\n#')[1] ?? '';
  return section.split('\n').filter((line) => line.startsWith('| `'));
};

const cell = (text: string): string => text.replaceAll('|', '\\|').trim();

const graphOf = (folder: string): Promise<string> =>
  printed(['connectivity', `policies-tests/${folder}/manifests`, '--format', 'mermaid']);

async function printed(args: readonly string[]): Promise<string> {
  let text = '';
  const output = { write: (part: string) => (text += part) };
  const stdin = () => Promise.reject(new Error('nothing is read from standard input'));
  await runCli(args, { cwd: process.cwd(), env: {}, stdout: output, stderr: output, stdin });
  return text.trimEnd();
}

describe('the README', () => {
  it('begins with a failing gate as the gate prints it', () => {
    const [frame = ''] = fences('text');
    expect(frame).toContain('fails: web -/-> db');
    expect(readFileSync('policies-tests/three-tier-opened/expected.txt', 'utf8')).toContain(frame);
  });

  it('draws the open and the closed picture from the suites', async () => {
    expect(fences('mermaid')).toEqual([await graphOf('no-policy'), await graphOf('three-tier')]);
  });

  it('shows the suite of the example as it is', () => {
    expect(fences('yaml')[0]).toBe(readFileSync('policies-tests/three-tier/suite.yaml', 'utf8').trimEnd());
  });

  it('shows a drafted suite as `init` writes it', async () => {
    const suite = await printed(['init', 'policies-tests/possible-pods/manifests', '-o', '-', '-q']);
    expect(fences('yaml')).toContain(suite.slice(suite.indexOf('expect:')));
  });

  it('has the inputs and outputs of action.yml', () => {
    expect(rowsBelow('### Inputs')).toEqual(
      Object.entries(action.inputs).map(
        ([name, input]) => `| \`${name}\` | ${input.default && `\`${input.default}\``} | ${cell(input.description)} |`,
      ),
    );
    expect(rowsBelow('### Outputs')).toEqual(
      Object.entries(action.outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`),
    );
  });
});
