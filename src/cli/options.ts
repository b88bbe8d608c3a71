/** The commands of this version. */
export const COMMANDS = ['check', 'connectivity', 'explain', 'init', 'diff'] as const;

export type CommandName = (typeof COMMANDS)[number];

/** One option of the command line. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  readonly commands: readonly CommandName[];
}

const everywhere = COMMANDS;
const reporting = ['check', 'connectivity', 'explain', 'diff'] as const;

/** Every option, by its long name. */
export const OPTIONS = {
  manifests: { type: 'string', short: 'm', multiple: true, commands: everywhere },
  expect: { type: 'string', short: 'e', multiple: true, commands: ['check'] },
  namespace: { type: 'string', short: 'n', commands: everywhere },
  dataplane: { type: 'string', commands: everywhere },
  'pod-cidr': { type: 'string', multiple: true, commands: everywhere },
  possible: { type: 'boolean', commands: ['connectivity'] },
  'allow-remote': { type: 'boolean', commands: ['check'] },
  'fail-on': { type: 'string', commands: ['check'] },
  'fail-on-new': { type: 'string', commands: ['check', 'diff'] },
  base: { type: 'string', commands: ['check'] },
  format: { type: 'string', short: 'f', multiple: true, commands: reporting },
  output: { type: 'string', short: 'o', commands: ['init'] },
  force: { type: 'boolean', commands: ['init'] },
  color: { type: 'string', commands: everywhere },
  quiet: { type: 'boolean', short: 'q', commands: everywhere },
  help: { type: 'boolean', short: 'h', commands: everywhere },
  version: { type: 'boolean', commands: everywhere },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof OPTIONS;

/** When the text report is coloured. */
export const COLORS = ['auto', 'always', 'never'] as const;
