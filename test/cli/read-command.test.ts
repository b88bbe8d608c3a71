import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingText, helpText } from '../../src/cli/help.ts';
import { COMMANDS, OPTIONS } from '../../src/cli/options.ts';
import { readCommand } from '../../src/cli/read-command.ts';
import { FORMATS } from '../../src/cli/read-format.ts';
import { CATALOGUE } from '../../src/findings/catalogue.ts';
import { VERSION } from '../../src/gate/version.ts';

const plain = { manifests: [], targets: [{ format: 'text' }], color: 'auto', quiet: false };

describe('a command line', () => {
  it('without options asks for the defaults', () => {
    expect(readCommand(['check'])).toEqual({
      kind: 'check',
      suites: [],
      sentences: [],
      failOn: 'error',
      allowRemote: false,
      failOnNew: 'never',
      settings: plain,
    });
    expect(readCommand(['connectivity'])).toEqual({ kind: 'connectivity', possible: false, settings: plain });
    expect(readCommand(['connectivity', '--possible'])).toMatchObject({ possible: true });
  });

  it('of `check` has suites as arguments, manifests and sentences as options', () => {
    const line = ['check', 'a.yaml', '-m', 'k8s', '-e', 'web -/-> db', 'b.yaml', '-m-', '--expect=a --> b'];
    expect(readCommand(line)).toEqual({
      kind: 'check',
      suites: ['a.yaml', 'b.yaml'],
      sentences: ['web -/-> db', 'a --> b'],
      failOn: 'error',
      allowRemote: false,
      failOnNew: 'never',
      settings: { ...plain, manifests: ['k8s', '-'] },
    });
  });

  it('of `explain` has a sentence first and manifests after it', () => {
    expect(readCommand(['explain', 'web -/-> db', 'k8s', '-m', 'more'])).toEqual({
      kind: 'explain',
      sentence: 'web -/-> db',
      settings: { ...plain, manifests: ['k8s', 'more'] },
    });
  });

  it('of `diff` has two trees, and may name the connections that are not to be', () => {
    expect(readCommand(['diff', 'old', 'new', '--fail-on-new', 'internet', '-m', 'k8s'])).toEqual({
      kind: 'diff',
      before: 'old',
      after: 'new',
      failOnNew: 'internet',
      settings: { ...plain, manifests: ['k8s'] },
    });
    expect(readCommand(['check', '--base', '../main', '--fail-on-new=any'])).toMatchObject({
      base: '../main',
      failOnNew: 'any',
    });
  });

  it('may name settings that the gate knows', () => {
    const line = [
      'check',
      '-n',
      'shop',
      '--dataplane',
      'calico',
      '--pod-cidr',
      '10.0.0.0/8',
      '--pod-cidr=fd00::/8',
      '-q',
    ];
    expect(readCommand([...line, '--fail-on', 'never', '--allow-remote', '--color', 'always'])).toMatchObject({
      allowRemote: true,
      failOn: 'never',
      settings: {
        namespace: 'shop',
        dataplane: 'calico',
        podCIDRs: [10n << 24n, 11n << 24n, expect.any(BigInt), expect.any(BigInt)],
        color: 'always',
        quiet: true,
      },
    });
  });

  it('sends each format to the screen or to its file, and the text report to the screen if nothing else goes there', () => {
    const targetsOf = (...line: string[]) => readCommand(['check', ...line]);
    expect(targetsOf('--format', 'json')).toMatchObject({ settings: { targets: [{ format: 'json' }] } });
    expect(targetsOf('--format', 'sarif=out/report.sarif', '-f', 'junit=j.xml')).toMatchObject({
      settings: {
        targets: [
          { format: 'text' },
          { format: 'sarif', file: 'out/report.sarif' },
          { format: 'junit', file: 'j.xml' },
        ],
      },
    });
  });

  it('may end the options with `--`', () => {
    expect(readCommand(['check', '--', '-odd.yaml'])).toMatchObject({ kind: 'check', suites: ['-odd.yaml'] });
  });
});

describe('a command line that makes no sense', () => {
  it.each([
    [[], 'no command is given', 'it is one of `check`, `connectivity`, `explain`'],
    [['chekc'], 'there is no command `chekc`', 'did you mean `check`?'],
    [['diff', 'a'], '`diff` takes two trees: what was, and what is', 'name two folders'],
    [
      ['diff', 'a', 'b', '--fail-on-new', 'all'],
      '`--fail-on-new` cannot be `all`',
      'it takes `internet`, `any`, `never`',
    ],
    [['connectivity', '--base', 'a'], '`connectivity` has no option `--base`', 'it belongs to `check`'],
    [['toString'], 'there is no command `toString`', 'it is one of'],
    [['-m', 'k8s'], '`-m` stands before the command', 'the first word is one of'],
    [['check', '--formt', 'json'], 'unknown option `--formt`', 'did you mean `--format`?'],
    [['check', '-x'], 'unknown option `-x`', '`netpol-gate check --help` lists the options'],
    [['check', '--toString'], 'unknown option `--toString`', '`netpol-gate check --help` lists the options'],
    [['connectivity', '--fail-on', 'never'], '`connectivity` has no option `--fail-on`', 'it belongs to `check`'],
    [['check', '-m'], '`-m` needs a value', 'see `netpol-gate check --help`'],
    [['check', '-m', '--quiet'], '`-m` needs a value', 'see `netpol-gate check --help`'],
    [['check', '--namespace='], '`--namespace` needs a value', 'see `netpol-gate check --help`'],
    [['check', '--quiet=yes'], '`--quiet` takes no value', 'write `--quiet` alone'],
    [['check', '-n', 'a', '-n', 'b'], '`-n` is given twice', 'it takes one value; leave out the other'],
    [['check', ''], 'an argument is empty', 'is a variable of your shell unset?'],
    [['check', '--fail-on', 'warn'], '`--fail-on` cannot be `warn`', 'it takes `error`, `warning`, `never`'],
    [['check', '--dataplane', 'celium'], '`--dataplane` cannot be `celium`', 'did you mean `cilium`?'],
    [['check', '--color', 'yes'], '`--color` cannot be `yes`', 'it takes `auto`, `always`, `never`'],
    [['check', '-n', 'Shop'], '`--namespace` cannot be `Shop`', 'a namespace is at most 63 lower-case letters'],
    [['check', '--pod-cidr', '10.0.0.0'], '`--pod-cidr` cannot be `10.0.0.0`', 'a CIDR is an address'],
    [['check', '--pod-cidr', '10.1.0.0/8'], '`10.1.0.0/8` has bits set beyond its mask', 'write `10.0.0.0/8`'],
    [['check', '--format', 'jsno'], '`--format` cannot be `jsno`', 'did you mean `json`?'],
    [['connectivity', '--format', 'xml'], '`--format` cannot be `xml`', 'it takes `text`, `json`'],
    [['check', '--format', 'json='], '`--format json=` names no file', 'write `--format json=FILE`'],
    [['check', '-f', 'json', '-f', 'text'], '`json` and `text` would both go to standard output', '--format text=FILE'],
    [['check', '-f', 'json=a', '-f', 'sarif=a'], '`json` and `sarif` would both go to `a`', '--format sarif=FILE'],
    [['explain'], 'no sentence is given', "like `netpol-gate explain 'web --> db'`"],
  ])('%j is refused', (line, message, help) => {
    const command = readCommand(line);
    expect(command).toMatchObject({ kind: 'refused', complaints: [{ message, help: expect.stringContaining(help) }] });
  });

  it('is refused with everything that is wrong at once', () => {
    const command = readCommand(['check', '--colour', 'never', '--fail-on', 'all', '--dataplane', 'none']);
    expect(command).toMatchObject({ kind: 'refused', complaints: { length: 3 } });
  });
});

describe('help', () => {
  it.each([
    [['--help'], undefined],
    [['-h'], undefined],
    [['help'], undefined],
    [['help', 'check'], 'check'],
    [['check', '--help'], 'check'],
    [['explain', '-qh'], 'explain'],
    [['check', '--unknown', '--help'], 'check'],
  ])('is what %j asks for', (line, about) => {
    expect(readCommand(line)).toEqual({ kind: 'help', ...(about && { about }) });
  });

  it('about a finding is its page, without links that lead nowhere', () => {
    expect(readCommand(['help', 'claim-fails'])).toEqual({ kind: 'finding', code: 'claim-fails' });
    expect(readCommand(['help', 'claim-fals'])).toMatchObject({
      kind: 'refused',
      complaints: [{ help: 'did you mean `claim-fails`?' }],
    });
    expect(readCommand(['claim-fails'])).toMatchObject({ kind: 'refused' });
    for (const code of Object.keys(CATALOGUE) as (keyof typeof CATALOGUE)[]) {
      expect(findingText(code)).toMatch(new RegExp(`^${code} \\((error|warning|notice)\\): `));
      expect(findingText(code)).toContain('## Remedy');
      expect(findingText(code)).not.toContain('](');
    }
    expect(findingText('syntax-error')).toContain('`{` or `[` in quotes');
  });

  it.each([undefined, ...COMMANDS])('about %s fits 80 columns and ends with a line break', (about) => {
    const text = helpText(about);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text.endsWith('\n')).toBe(true);
  });

  it.each(COMMANDS)('about `%s` names each of its options and formats, and no other option', (command) => {
    const text = helpText(command);
    const named = [...text.matchAll(/^ +(?:-\w, +)?--([\w-]+)/gm)].map(([, name]) => name);
    const own = Object.entries(OPTIONS).filter(([, option]) =>
      (option.commands as readonly string[]).includes(command),
    );
    expect(named.toSorted()).toEqual(own.map(([name]) => name).toSorted());
    for (const [name, option] of own) if ('short' in option) expect(text).toContain(`-${option.short}, --${name}`);
    if (own.some(([name]) => name === 'format')) for (const format of FORMATS) expect(text).toContain(format);
  });

  it('in general names every command', () => {
    for (const command of COMMANDS) expect(helpText()).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  });
});

it('the version is the one of the package', () => {
  const metadata = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(VERSION).toBe(metadata.version);
  expect(readCommand(['--version'])).toEqual({ kind: 'version' });
  expect(readCommand(['check', '--version'])).toEqual({ kind: 'version' });
});
