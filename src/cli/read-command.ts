import { CATALOGUE, type FindingCode } from '../findings/catalogue.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import type { Complaint, Setting } from '../gate/read-setting.ts';
import {
  FAIL_ON,
  FAIL_ON_NEW,
  readAddressRanges,
  readChoice,
  readDataplane,
  readNamespace,
} from '../gate/read-setting.ts';
import type { FailOnNew, GateRequest } from '../gate/request.ts';
import type { CommandName, OptionName } from './options.ts';
import { COLORS, COMMANDS } from './options.ts';
import type { Arguments } from './parse-arguments.ts';
import { parseArguments } from './parse-arguments.ts';
import type { ReportTarget } from './read-format.ts';
import { readFormats } from './read-format.ts';

/** What every command is told; paths as the user wrote them. */
export interface Settings extends Pick<GateRequest, 'dataplane' | 'podCIDRs'> {
  readonly manifests: readonly string[];
  readonly namespace?: string;
  readonly targets: readonly ReportTarget[];
  readonly color: (typeof COLORS)[number];
  readonly quiet: boolean;
}

/** A command line that makes sense, or all that is wrong with it. */
export type Command =
  | { readonly kind: 'help'; readonly about?: CommandName }
  /** The page of a finding. */
  | { readonly kind: 'finding'; readonly code: FindingCode }
  | { readonly kind: 'version' }
  | { readonly kind: 'refused'; readonly complaints: readonly Complaint[] }
  | {
      readonly kind: 'check';
      readonly suites: readonly string[];
      readonly sentences: readonly string[];
      readonly failOn: (typeof FAIL_ON)[number];
      readonly allowRemote: boolean;
      readonly failOnNew: FailOnNew;
      /** What to compare with, as written: a folder, or a git revision. */
      readonly base?: string;
      readonly settings: Settings;
    }
  | { readonly kind: 'connectivity'; readonly possible: boolean; readonly settings: Settings }
  | { readonly kind: 'explain'; readonly sentence: string; readonly settings: Settings }
  | {
      readonly kind: 'init';
      /** The file, or `-` for standard output; absent: the default. */
      readonly output?: string;
      readonly force: boolean;
      readonly settings: Settings;
    }
  | {
      readonly kind: 'diff';
      /** As written: folders, files, or git revisions. */
      readonly before: string;
      readonly after: string;
      readonly failOnNew: FailOnNew;
      readonly settings: Settings;
    };

/** Reads a command line without the names of the runtime and the program. */
export function readCommand(argv: readonly string[]): Command {
  const [first, ...rest] = argv;
  if (first === undefined) return refused({ message: 'no command is given', help: `it is one of ${commandList}` });
  if (first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) return { kind: 'help' };
  if (first === '--version') return { kind: 'version' };
  const name = first === 'help' ? (rest[0] ?? '') : first;
  const command = COMMANDS.find((known) => known === name);
  const code = FINDING_CODES.find((known) => known === name);
  if (first === 'help' && code !== undefined) return { kind: 'finding', code };
  if (command === undefined) return refused(complaintAboutCommand(name, first === 'help' ? FINDING_CODES : []));
  if (first === 'help') return { kind: 'help', about: command };
  const args = parseArguments(command, rest);
  if (args.values.has('help')) return { kind: 'help', about: command };
  if (args.values.has('version')) return { kind: 'version' };
  return commandOf(command, args);
}

const FINDING_CODES = Object.keys(CATALOGUE) as readonly FindingCode[];

const commandList = COMMANDS.map((name) => `\`${name}\``).join(', ');

function complaintAboutCommand(name: string, codes: readonly string[]): Complaint {
  if (name.startsWith('-')) {
    return { message: `\`${name}\` stands before the command`, help: `the first word is one of ${commandList}` };
  }
  const suggestion = didYouMean(suggest(name, [...COMMANDS, ...codes]));
  return { message: `there is no command \`${name}\``, help: suggestion ?? `it is one of ${commandList}` };
}

function commandOf(command: CommandName, args: Arguments): Command {
  const complaints: Complaint[] = [...args.complaints];
  const taken = <T>(setting: Setting<T>): T | undefined => {
    if (setting.kind === 'value') return setting.value;
    complaints.push(setting.complaint);
    return undefined;
  };
  const settings = readSettings(args, taken);
  const failOn = taken(single(args, 'fail-on', 'error', (name, text) => readChoice(name, text, FAIL_ON))) ?? 'error';
  const failOnNew =
    taken(single(args, 'fail-on-new', 'never', (name, text) => readChoice(name, text, FAIL_ON_NEW))) ?? 'never';
  const { positionals } = args;
  const [sentence, ...paths] = positionals;
  const [before, after] = positionals;
  const [base] = valuesOf(args, 'base');
  if (command === 'explain' && sentence === undefined && complaints.length === 0) {
    complaints.push({ message: 'no sentence is given', help: "write one, like `netpol-gate explain 'web --> db'`" });
  }
  if (command === 'diff' && positionals.length !== 2 && complaints.length === 0) complaints.push(notTwo);
  if (complaints.length > 0) return { kind: 'refused', complaints };
  switch (command) {
    case 'check':
      return {
        kind: 'check',
        suites: positionals,
        sentences: valuesOf(args, 'expect'),
        failOn,
        allowRemote: args.values.has('allow-remote'),
        failOnNew,
        ...(base !== undefined && { base }),
        settings,
      };
    case 'diff':
      return { kind: 'diff', before: before ?? '', after: after ?? '', failOnNew, settings };
    case 'connectivity':
      return {
        kind: 'connectivity',
        possible: args.values.has('possible'),
        settings: { ...settings, manifests: [...positionals, ...settings.manifests] },
      };
    case 'explain':
      return {
        kind: 'explain',
        sentence: sentence ?? '',
        settings: { ...settings, manifests: [...paths, ...settings.manifests] },
      };
    case 'init': {
      const [output] = valuesOf(args, 'output');
      return {
        kind: 'init',
        ...(output !== undefined && { output }),
        force: args.values.has('force'),
        settings: { ...settings, manifests: [...positionals, ...settings.manifests] },
      };
    }
  }
}

const notTwo: Complaint = {
  message: '`diff` takes two trees: what was, and what is',
  help: 'name two folders, like `netpol-gate diff before/ after/`',
};

function readSettings(args: Arguments, taken: <T>(setting: Setting<T>) => T | undefined): Settings {
  const namespace = taken(single(args, 'namespace', undefined, readNamespace));
  const dataplane = taken(single(args, 'dataplane', undefined, readDataplane));
  const ranges = valuesOf(args, 'pod-cidr');
  const podCIDRs = ranges.length === 0 ? undefined : taken(readAddressRanges('--pod-cidr', ranges));
  const color = taken(single(args, 'color', 'auto', (name, text) => readChoice(name, text, COLORS)));
  const targets = taken(readFormats(valuesOf(args, 'format')));
  return {
    manifests: valuesOf(args, 'manifests'),
    ...(namespace !== undefined && { namespace }),
    ...(dataplane !== undefined && { dataplane }),
    ...(podCIDRs !== undefined && { podCIDRs }),
    targets: targets ?? [],
    color: color ?? 'auto',
    quiet: args.values.has('quiet'),
  };
}

function valuesOf(args: Arguments, name: OptionName): readonly string[] {
  return args.values.get(name) ?? [];
}

function single<T, D extends T | undefined>(
  args: Arguments,
  option: OptionName,
  otherwise: D,
  read: (name: string, text: string) => Setting<T>,
): Setting<T | D> {
  const [text] = valuesOf(args, option);
  return text === undefined ? { kind: 'value', value: otherwise } : read(`--${option}`, text);
}

function refused(complaint: Complaint): Command {
  return { kind: 'refused', complaints: [complaint] };
}
