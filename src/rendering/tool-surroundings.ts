import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** A place of its own for the programs of one run; `dispose` removes it. */
export interface ToolSurroundings {
  /** An empty folder to start in. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly dispose: () => void;
}

/** Variables without which fetching does not work where it is allowed; no token is among them. */
const FOR_FETCHING = [
  'HOME',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'SSH_AUTH_SOCK',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
] as const;

/** Nothing listens there, so that whatever a program would fetch is refused at once. */
const NOWHERE = 'http://127.0.0.1:9';

/**
 * What programs see: folders of their own for configuration and caches, no plugins, no cluster, no secrets. Unless
 * fetching is allowed they find no other program (kustomize fetches with git) and no way out.
 */
export function makeSurroundings(env: Environment, allowRemote: boolean): ToolSurroundings {
  const base = mkdtempSync(path.join(tmpdir(), 'netpol-gate-rendering-'));
  const own = (name: string): string => {
    const folder = path.join(base, name);
    mkdirSync(folder);
    return folder;
  };
  const folder = own('work');
  const shut = {
    HOME: own('home'),
    PATH: own('no-programs'),
    GIT_ALLOW_PROTOCOL: 'none',
    ...Object.fromEntries(
      ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'].map((name) => [
        name,
        NOWHERE,
      ]),
    ),
  };
  const open = {
    PATH: env['PATH'] ?? '',
    GIT_TERMINAL_PROMPT: '0',
    ...Object.fromEntries(
      FOR_FETCHING.flatMap((name) => {
        const value = env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
  return {
    folder,
    env: {
      ...(allowRemote ? open : shut),
      TMPDIR: own('tmp'),
      XDG_CONFIG_HOME: own('config'),
      XDG_CACHE_HOME: own('cache'),
      XDG_DATA_HOME: own('data'),
      HELM_CONFIG_HOME: own('helm-config'),
      HELM_CACHE_HOME: own('helm-cache'),
      HELM_DATA_HOME: own('helm-data'),
      HELM_PLUGINS: own('no-plugins'),
      KUSTOMIZE_PLUGIN_HOME: own('no-kustomize-plugins'),
      KUBECONFIG: path.join(base, 'no-cluster'),
      LANG: 'C.UTF-8',
    },
    dispose: () => rmSync(base, { recursive: true, force: true }),
  };
}
