import { parseArgs } from 'node:util';
import { didYouMean, suggest } from '../findings/suggest.ts';
import type { Complaint } from '../gate/read-setting.ts';
import type { CommandName, Option, OptionName } from './options.ts';
import { OPTIONS } from './options.ts';

/** The words of a command line, sorted but not yet judged. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** The values of each option in their order; a switch that is on has one empty value. */
  readonly values: ReadonlyMap<OptionName, readonly string[]>;
  readonly complaints: readonly Complaint[];
}

interface OptionToken {
  readonly kind: 'option';
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** Sorts the words after the command's name into options and positionals. */
export function parseArguments(command: CommandName, words: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries<Option>(OPTIONS).map(([name, { type, short }]) => [name, { type, ...(short && { short }) }]),
  );
  // Not strict, because its messages neither suggest nor stand in our own form.
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<OptionName, string[]>();
  const positionals: string[] = [];
  const complaints: Complaint[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const complaint = complaintAbout(command, token, values);
    if (complaint !== undefined) complaints.push(complaint);
    else if (isOptionName(token.name)) values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? '']);
  }
  for (const word of positionals) if (word === '') complaints.push(emptyPath);
  return { positionals, values, complaints };
}

const emptyPath: Complaint = {
  message: 'an argument is empty',
  help: 'is a variable of your shell unset? Leave the argument out for the default',
};

function complaintAbout(
  command: CommandName,
  token: OptionToken,
  given: ReadonlyMap<OptionName, readonly string[]>,
): Complaint | undefined {
  const { name, rawName } = token;
  if (!isOptionName(name)) return unknownOption(command, rawName);
  const option: Option = OPTIONS[name];
  if (!option.commands.includes(command)) {
    return {
      message: `\`${command}\` has no option \`${rawName}\``,
      help: `it belongs to ${option.commands.map((other) => `\`${other}\``).join(', ')}`,
    };
  }
  if (option.type === 'boolean') {
    if (token.value === undefined) return undefined;
    return { message: `\`${rawName}\` takes no value`, help: `write \`${rawName}\` alone` };
  }
  const missing = token.value === undefined || token.value === '';
  // `-m --quiet` is a forgotten value, though the parser would take it; `--manifests=--x` says it is meant.
  const swallowed = !token.inlineValue && token.value !== undefined && /^-./.test(token.value);
  if (missing || swallowed)
    return { message: `\`${rawName}\` needs a value`, help: `see \`netpol-gate ${command} --help\`` };
  if (!option.multiple && given.has(name)) {
    return { message: `\`${rawName}\` is given twice`, help: 'it takes one value; leave out the other' };
  }
  return undefined;
}

function unknownOption(command: CommandName, rawName: string): Complaint {
  const known = Object.entries<Option>(OPTIONS)
    .filter(([, option]) => option.commands.includes(command))
    .map(([name]) => `--${name}`);
  const see = `\`netpol-gate ${command} --help\` lists the options`;
  return { message: `unknown option \`${rawName}\``, help: didYouMean(suggest(rawName, known)) ?? see };
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}
