import { realpathSync } from 'node:fs';
import type { CheckReport } from '../../src/findings/report.ts';
import { suitesOf } from '../../src/gate/load-suites.ts';
import { recipesOf } from '../../src/gate/recipes-of.ts';
import { check } from '../../src/gate/run-gate.ts';
import { openWorkspace } from '../../src/manifests/open-workspace.ts';
import { withRenderings } from '../../src/manifests/with-renderings.ts';
import type { Workspace } from '../../src/manifests/workspace.ts';
import { renderAll } from '../../src/rendering/render-all.ts';
import { formatTraffic } from '../../src/reports/format-traffic.ts';
import { TOOLS } from '../support/real-tools.ts';

const SUITE = 'policies-tests/suite.yaml';

/** What the gate says of one environment of a repository, about which it is asked the one thing that always can be. */
export async function judgeWorld(repository: string, environment: object, namespace: string): Promise<CheckReport> {
  const suite = { namespace, environments: { world: environment }, expect: ['pods isolated'] };
  const request = {
    workspace: withSuite(openWorkspace(repository), JSON.stringify(suite)),
    base: '',
    suites: [SUITE],
    sentences: [],
  };
  const renderings = await renderAll(recipesOf(suitesOf(request)), realpathSync(repository), {
    allowRemote: false,
    env: { PATH: `${TOOLS.helm}:${TOOLS.kubectl}` },
  });
  const workspace = withRenderings(request.workspace, renderings);
  return check({ ...request, workspace, manifests: [], failOn: 'error', today: '2026-06-01' });
}

function withSuite(workspace: Workspace, text: string): Workspace {
  return {
    list: () => [...workspace.list(), { file: SUITE, size: text.length }],
    read: (file) => (file === SUITE ? { kind: 'text', text } : workspace.read(file)),
  };
}

/** What flows from one pod to another: ports, `everything`, `nothing`, `?` in front of what is undecided. */
export function traffic(report: CheckReport, from: string, to: string): string {
  const { connectivity } = report.suites[0] ?? {};
  const ids = new Set(connectivity?.endpoints.map(({ id }) => id));
  for (const end of [from, to]) if (!ids.has(end)) throw new Error(`no ${end} among ${[...ids].join(', ')}`);
  const found = connectivity?.connections.find((connection) => connection.from === from && connection.to === to);
  if (found === undefined) return 'nothing';
  const allowed = found.allowed.length > 0 ? [formatTraffic(found.allowed)] : [];
  const undecided = found.undecided.length > 0 ? [`? ${formatTraffic(found.undecided)}`] : [];
  return [...allowed, ...undecided].join(' ');
}
