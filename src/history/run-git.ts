import { spawnSync } from 'node:child_process';

/** What came of running git. */
export type GitAnswer =
  | { readonly kind: 'done'; readonly output: Buffer }
  /** `says` is one line, git's own last word where it had one. */
  | { readonly kind: 'failed'; readonly cause: 'no-git' | 'too-long' | 'refused'; readonly says: string };

/** How git is run. */
export interface GitSetting {
  /** The variables of this process; git gets them but for those that steer it or hold secrets. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A folder of our own to stand in: on some systems a program is looked for in the current folder first. */
  readonly standIn: string;
  /** `Date.now()` after which git is stopped. */
  readonly deadline: number;
}

/** One run of git. */
export interface GitCall {
  readonly gitDir: string;
  readonly args: readonly string[];
  readonly input?: string;
  /** Where git may connect to; absent: nowhere, and no settings of the machine are read. */
  readonly connection?: Connection;
}

interface Connection {
  /** Protocols that git may speak, e.g. `https`. */
  readonly protocol: string;
  /** Settings that must not be seen on a command line. */
  readonly secretConfig: readonly (readonly [key: string, value: string])[];
}

const milliseconds = { local: 30_000, network: 60_000 } as const;
const LARGEST_OUTPUT = 256 * 1024 * 1024;

// Whatever the settings of a repository say, nothing of it runs and nothing of it is written.
const HARMLESS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.sshCommand=false',
  'core.askPass=',
  'core.alternateRefsCommand=',
  'credential.helper=',
  'diff.external=',
  'gc.auto=0',
  'maintenance.auto=false',
  'safe.bareRepository=explicit',
  'protocol.version=2',
  // A server that stalls is given up.
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=20',
];

/** Runs git without a shell, a terminal or a question, and waits for it. Never throws. */
export function runGit({ gitDir, args, input, connection }: GitCall, setting: GitSetting): GitAnswer {
  const left = setting.deadline - Date.now();
  if (left <= 0) return { kind: 'failed', cause: 'too-long', says: 'git took too long' };
  // The folder is named outright: git looks for none, so that one which a pull request brings along is never taken.
  const all = ['--no-pager', `--git-dir=${gitDir}`, ...HARMLESS.flatMap((entry) => ['-c', entry]), ...args];
  const { error, status, stdout, stderr } = spawnSync('git', all, {
    cwd: setting.standIn,
    env: environmentOf(setting.env, connection),
    input: input ?? '',
    maxBuffer: LARGEST_OUTPUT,
    shell: false,
    timeout: Math.min(left, connection === undefined ? milliseconds.local : milliseconds.network),
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  if (error !== undefined) return failedToRun(error as NodeJS.ErrnoException);
  if (status === 0) return { kind: 'done', output: stdout };
  return { kind: 'failed', cause: 'refused', says: lastWord(stderr.toString('utf8'), connection) };
}

/** The answer as text without the closing line end, or undefined where there is none. */
export function textOf(answer: GitAnswer): string | undefined {
  return answer.kind === 'done' ? answer.output.toString('utf8').trimEnd() : undefined;
}

function failedToRun(error: NodeJS.ErrnoException): GitAnswer {
  if (error.code === 'ENOENT') return { kind: 'failed', cause: 'no-git', says: 'there is no `git`' };
  if (error.code === 'ETIMEDOUT') return { kind: 'failed', cause: 'too-long', says: 'git took too long' };
  return { kind: 'failed', cause: 'refused', says: `git cannot be run: ${error.code ?? error.message}` };
}

/** Variables of other programs that may hold secrets, and git's own, which could lead it elsewhere. */
const WITHHELD = /^(GIT_|INPUT_|ACTIONS_|GITHUB_TOKEN$|GH_TOKEN$|SSH_ASKPASS$)/i;

function environmentOf(env: GitSetting['env'], connection: Connection | undefined): Record<string, string | undefined> {
  const kept = Object.entries(env).filter(([name]) => !WITHHELD.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: connection?.protocol ?? 'none',
    ...(connection === undefined
      ? { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
      : // Certificates and proxies of the machine are settings of its owner.
        { ...pick(env, ['GIT_SSL_CAINFO', 'GIT_SSL_CAPATH']), ...secretsOf(connection) }),
  };
}

// Git takes settings from variables, where no list of processes shows them.
function secretsOf({ secretConfig }: Connection): Record<string, string> {
  const pairs = secretConfig.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(secretConfig.length) };
}

function pick(env: GitSetting['env'], names: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/** Git's own last complaint in one line; what a server says is not repeated, nor is a secret. */
function lastWord(stderr: string, connection: Connection | undefined): string {
  const complaint = stderr
    .split('\n')
    .filter((line) => /^(fatal|error): /.test(line))
    .at(-1);
  const line = (complaint ?? 'git gives no reason').replace(/^(fatal|error): /, '').slice(0, 200);
  const secrets = (connection?.secretConfig ?? []).flatMap(([, value]) => value.split(' ')).filter(Boolean);
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line);
}
