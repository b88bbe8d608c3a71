import { getInput } from '@actions/core';
import type { Complaint } from '../gate/read-setting.ts';
import { switchScanner } from '../manifests/parse-document.ts';
import { commentOnPullRequest } from './comment-on-pull-request.ts';
import { judgeCheckout } from './judge-checkout.ts';
import { judgedCommit } from './judged-commit.ts';
import { logAnnotations, logBug, logComplaints, printUntrusted } from './log.ts';
import type { Environment } from './read-event.ts';
import { readPullRequestEvent } from './read-event.ts';
import { readInputs } from './read-inputs.ts';
import { readLayout } from './read-layout.ts';
import { renderForGithub } from './render-for-github.ts';
import { writeFiles } from './write-files.ts';
import { NO_VERDICT, outputsOf, writeOutputs } from './write-outputs.ts';
import { writeSummary } from './write-summary.ts';

/** Runs the step and gives its exit code. Never throws; nothing but the verdict decides the code. */
export async function runAction(env: Environment): Promise<number> {
  try {
    switchScanner(env['NETPOL_GATE_YAML'] !== 'full');
    return await run(env);
  } catch (error) {
    logBug(error, env);
    writeOutputs(NO_VERDICT);
    return 70;
  }
}

async function run(env: Environment): Promise<number> {
  const reading = readInputs((name) => getInput(name));
  if (reading.kind === 'invalid') return refuse(reading.complaints);
  const { inputs } = reading;
  const layout = readLayout(env, inputs);
  if (layout.kind === 'invalid') return refuse(layout.complaints);

  const event = readPullRequestEvent(env);
  const commit = event && judgedCommit(env, layout, event);
  const { report: judged, baseSha } = await judgeCheckout(env, inputs, layout);
  const report = commit?.note === undefined ? judged : { ...judged, notes: [commit.note, ...judged.notes] };
  const facts = { ...(commit && { judgedSha: commit.sha }), ...(baseSha && { baseSha }) };
  const rendered = renderForGithub(report, { inputs, layout, env, ...facts });
  printUntrusted(rendered.log);
  logAnnotations(report, rendered.links);
  const files = writeFiles(rendered, layout);
  // Before anything that takes time, so that later steps can read them whatever happens.
  writeOutputs(outputsOf(report, files));
  if (inputs.summary) await writeSummary(rendered.summary);
  await commentOnPullRequest(event, inputs.token, rendered.occasion);
  return report.exitCode;
}

function refuse(complaints: readonly Complaint[]): number {
  logComplaints(complaints);
  writeOutputs(NO_VERDICT);
  return 2;
}
