import type { CheckReport } from '../findings/report.ts';
import { isNoteworthyChange } from '../reports/change-headline.ts';
import type { Links } from '../reports/links.ts';
import { commentMarker, path } from '../reports/links.ts';
import { renderComment, renderSummary } from '../reports/markdown.ts';
import type { Format } from '../reports/registry.ts';
import { REPORTERS } from '../reports/registry.ts';
import { verdictOf } from '../reports/verdict.ts';
import { commentKey } from './comment-key.ts';
import type { CommentOccasion } from './plan-comment.ts';
import type { Environment } from './read-event.ts';
import type { Inputs } from './read-inputs.ts';
import type { Layout } from './read-layout.ts';

/** What the run is about, as far as reports speak of it. */
export interface RunContext {
  readonly inputs: Inputs;
  readonly layout: Layout;
  readonly env: Environment;
  /** The commit that was judged, of a pull request. */
  readonly judgedSha?: string;
  /** The commit that the run was compared with. */
  readonly baseSha?: string;
}

/** The report as GitHub shows it, and as it goes to files. */
export interface RenderedReport {
  readonly log: string;
  readonly summary: string;
  readonly occasion: CommentOccasion;
  readonly links: Links;
  readonly inFormat: (format: Format) => string;
}

/** Renders the log, the job summary and the comment. */
export function renderForGithub(report: CheckReport, context: RunContext): RenderedReport {
  const { inputs, layout, env, judgedSha, baseSha } = context;
  const marker = commentMarker(commentKey(inputs.commentKey, env, layout.base));
  const links = { ...linksOf(env, judgedSha), ...(baseSha && { baseSha }), marker };
  const options = { color: wantsColor(env), quiet: false, links };
  return {
    log: REPORTERS.text(report, options),
    summary: renderSummary(report, links),
    links,
    occasion: {
      marker,
      body: renderComment(report, links),
      mode: inputs.comment,
      red: report.exitCode !== 0,
      noteworthy: verdictOf(report).tone !== 'green' || isNoteworthyChange(report.change),
    },
    inFormat: (format) => REPORTERS[format](report, { ...options, color: false }),
  };
}

// A job log is no terminal, yet it shows colours.
function wantsColor(env: Environment): boolean {
  const forced = env['FORCE_COLOR'];
  return !env['NO_COLOR'] && forced !== '0' && forced !== 'false';
}

function linksOf(env: Environment, judgedSha: string | undefined): Links {
  const server = env['GITHUB_SERVER_URL'];
  const repository = env['GITHUB_REPOSITORY'];
  const run = env['GITHUB_RUN_ID'];
  // Both are empty where a workflow uses the action of its own checkout.
  const gate = env['GITHUB_ACTION_REPOSITORY'];
  const ref = env['GITHUB_ACTION_REF'];
  const sha = judgedSha ?? env['GITHUB_SHA'];
  return {
    ...(server && { server }),
    ...(repository && { repository }),
    ...(sha && { sha }),
    ...(server && repository && run && { runUrl: `${server}/${repository}/actions/runs/${run}` }),
    ...(server && gate && ref && { home: `${server}/${path(gate)}/blob/${path(ref)}` }),
  };
}
