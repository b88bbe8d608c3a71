import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { InputName } from '../../src/action/read-inputs.ts';
import { INPUTS, readInputs } from '../../src/action/read-inputs.ts';
import { OUTPUTS } from '../../src/action/write-outputs.ts';

const metadata = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'));

const defaults = {
  tests: [],
  manifests: [],
  allowRemote: false,
  failOn: 'error',
  base: '',
  failOnNew: 'never',
  workingDirectory: '.',
  comment: 'auto',
  commentKey: '',
  summary: true,
  reportFiles: [],
  token: '',
};

function read(given: Partial<Record<InputName, string>>) {
  return readInputs((name) => given[name] ?? '');
}

describe('action.yml', () => {
  it('declares the inputs that are read, and no others', () => {
    expect(Object.keys(metadata.inputs).toSorted()).toEqual(INPUTS.toSorted());
  });

  it('declares the outputs that are written, and no others', () => {
    expect(Object.keys(metadata.outputs).toSorted()).toEqual(OUTPUTS.toSorted());
  });

  it('has the defaults that apply where an input is set to nothing', () => {
    const declared = read(Object.fromEntries(INPUTS.map((name) => [name, String(metadata.inputs[name].default)])));
    const token = '${{ github.token }}';
    expect(declared).toEqual({ kind: 'inputs', inputs: { ...defaults, token } });
    expect(read({})).toEqual({ kind: 'inputs', inputs: defaults });
  });

  it('describes every input and output in whole sentences', () => {
    for (const { description } of [...Object.values(metadata.inputs), ...Object.values(metadata.outputs)] as {
      description: string;
    }[]) {
      expect(description).toMatch(/^(`|[A-Z]).*\.$/s);
    }
  });
});

describe('inputs', () => {
  it('of several lines are lists; blank lines and indentation mean nothing', () => {
    const reading = read({ tests: 'a.yaml\n\n  b/**/*.yaml  \r\n', manifests: 'k8s\n!k8s/old' });
    expect(reading).toMatchObject({ inputs: { tests: ['a.yaml', 'b/**/*.yaml'], manifests: ['k8s', '!k8s/old'] } });
  });

  it('say what they say', () => {
    const reading = read({
      namespace: 'shop',
      dataplane: 'cilium',
      'allow-remote': 'true',
      'fail-on': 'warning',
      base: 'release/1.x',
      'fail-on-new': 'internet',
      'working-directory': 'services/shop',
      comment: 'failures',
      'comment-key': 'mine',
      summary: 'False',
      'sarif-file': 'out/report.sarif',
      'json-file': 'out/report.json',
      'html-file': 'out/report.html',
      token: 'secret',
    });
    expect(reading).toEqual({
      kind: 'inputs',
      inputs: {
        ...defaults,
        namespace: 'shop',
        dataplane: 'cilium',
        allowRemote: true,
        failOn: 'warning',
        base: 'release/1.x',
        failOnNew: 'internet',
        workingDirectory: 'services/shop',
        comment: 'failures',
        commentKey: 'mine',
        summary: false,
        reportFiles: [
          { format: 'sarif', file: 'out/report.sarif' },
          { format: 'json', file: 'out/report.json' },
          { format: 'html', file: 'out/report.html' },
        ],
        token: 'secret',
      },
    });
  });

  it.each([
    [
      'fail-on',
      'warnings',
      '`fail-on` cannot be `warnings`',
      'did you mean `warning`? it takes `error`, `warning`, `never`',
    ],
    ['fail-on', 'true', '`fail-on` cannot be `true`', 'it takes `error`, `warning`, `never`'],
    ['comment', 'allways', '`comment` cannot be `allways`', 'did you mean `always`?'],
    ['summary', 'yes', '`summary` cannot be `yes`', 'it takes `true`, `false`'],
    ['summary', 'ture', '`summary` cannot be `ture`', 'did you mean `true`?'],
    ['dataplane', 'weave', '`dataplane` cannot be `weave`', 'it takes `calico`'],
    ['namespace', 'Shop_1', '`namespace` cannot be `Shop_1`', 'a namespace is at most 63'],
  ] as const)('with %s set to `%s` are refused', (name, text, message, help) => {
    expect(read({ [name]: text })).toMatchObject({
      kind: 'invalid',
      complaints: [{ message, help: expect.stringContaining(help) }],
    });
  });

  it('are refused where new connections are to fail the step and nothing is compared', () => {
    expect(read({ base: 'none', 'fail-on-new': 'internet' })).toMatchObject({
      complaints: [{ message: '`fail-on-new` cannot be `internet` where `base` is `none`' }],
    });
    expect(read({ base: 'none', 'fail-on-new': 'never' })).toMatchObject({ inputs: { base: 'none' } });
  });

  it('are refused with everything that is wrong at once', () => {
    expect(read({ summary: 'on', comment: 'red' })).toMatchObject({ complaints: { length: 2 } });
  });
});
