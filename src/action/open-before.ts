import { tmpdir } from 'node:os';
import type { Remote } from '../history/fetch-commit.ts';
import { type OpenedBase, openBase } from '../history/open-base.ts';
import type { Workspace } from '../manifests/workspace.ts';
import type { Environment } from './read-event.ts';
import type { Inputs } from './read-inputs.ts';
import type { Layout } from './read-layout.ts';
import { wishBase } from './wish-base.ts';

/** Opens the tree that the run is compared with; nothing where the workflow wants no comparison. Never throws. */
export function openBefore(
  env: Environment,
  { base: input, token }: Inputs,
  { workspace: folder, base }: Layout,
  head: { readonly workspace: Workspace; readonly everything: boolean },
): OpenedBase | undefined {
  const wished = wishBase(env, input);
  if (wished === undefined) return undefined;
  const remote = remoteOf(env, token);
  return openBase({
    ...wished,
    ...head,
    folder,
    base,
    ...(remote && { remote }),
    temporary: env['RUNNER_TEMP'] || tmpdir(),
    env,
  });
}

/** The repository of the workflow. Without a token there is no network at all. */
function remoteOf(env: Environment, token: string): Remote | undefined {
  const server = env['GITHUB_SERVER_URL'];
  const repository = env['GITHUB_REPOSITORY'];
  return server && repository && token !== '' ? { server, repository, token } : undefined;
}
