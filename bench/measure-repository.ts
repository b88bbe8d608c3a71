import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Edit } from './edit-repository.ts';
import { type Limits, type Measurement, measureInTurn, type Program, type Run } from './measure-process.ts';
import { PHASES, type Phase, type PhasesRun } from './phases-run.ts';
import {
  type CheckFigures,
  type Figures,
  figuresOf,
  type Judged,
  type Outcome,
  outcomeOf,
  type PhaseFigures,
} from './results.ts';
import { type CpuProfile, type ProfileShare, summariseProfile } from './summarise-profile.ts';
import { type GeneratedFile, writeRepository } from './write-repository.ts';

/** A generated repository, and how many of its claims fail; all others hold. */
export interface Sample {
  readonly files: Iterable<GeneratedFile>;
  readonly claims: number;
  readonly fails: number;
}

/** What is measured beside `check` and its phases. */
export type Extra = 'parse' | 'allPairs' | 'connectivity';

export type MeasuredRepository = Judged &
  Partial<Readonly<Record<Extra, Outcome<Figures>>>> & { readonly files: number; readonly bytes: number };

const CLI = join(import.meta.dirname, '../../dist/cli/index.js');
const ownProgram = (name: string): string => join(import.meta.dirname, name);

/** Writes a repository into a temporary folder, measures the programs there, and takes it away again. */
export function measureRepository(sample: Sample, extras: readonly Extra[], limits: Limits): MeasuredRepository {
  return inTemporaryFolder((folder) => {
    const written = writeRepository(folder, sample.files);
    const programs = { check: checkIn(folder, sample), phases: phasesIn(folder), ...extraPrograms(folder, extras) };
    const measured = measureInTurn(programs, limits);
    const { parse, allPairs, connectivity } = measured;
    return {
      ...written,
      check: outcomeOf(measured.check, summariseCheck),
      phases: outcomeOf(measured.phases, (runs) => summarisePhases(runs, sample)),
      ...(parse && { parse: outcomeOf(parse, summariseInside) }),
      ...(allPairs && { allPairs: outcomeOf(allPairs, summariseInside) }),
      ...(connectivity && { connectivity: outcomeOf(connectivity, summariseWall) }),
    };
  });
}

/** Measures `check` alone, under another runtime. */
export function measureCheck(sample: Sample, node: string, limits: Limits): Outcome<CheckFigures> {
  return inTemporaryFolder((folder) => {
    writeRepository(folder, sample.files);
    const { check } = measureInTurn({ check: { ...checkIn(folder, sample), node } }, limits);
    return outcomeOf(check, summariseCheck);
  });
}

/** Measures `diff` for each edit of a repository, in turn with `check` of it. */
export function measureChanges(
  sample: Sample,
  edits: readonly Edit[],
  limits: Limits,
): {
  readonly check: Outcome<Figures>;
  readonly changes: readonly { readonly what: string; readonly diff: Outcome<Figures> }[];
} {
  const files = [...sample.files];
  return inTemporaryFolder((folder) => {
    writeRepository(join(folder, 'base'), files);
    for (const [index, edit] of edits.entries()) writeRepository(join(folder, `head-${index}`), edit.apply(files));
    const diffs = edits.map((_, index) => [`${index}`, diffIn(folder, `head-${index}`)] as const);
    const measured: Readonly<Record<string, Measurement>> = measureInTurn(
      Object.fromEntries([['check', checkIn(join(folder, 'base'), sample)] as const, ...diffs]),
      limits,
    );
    const wallOf = (name: string, tells = /(?:)/): Outcome<Figures> => {
      const found = measured[name] ?? { kind: 'failed', why: 'not run' };
      return outcomeOf(found, (runs) => {
        const wrong = runs.find(({ stdout }) => !tells.test(stdout.trimEnd().split('\n').at(-1) ?? ''));
        if (wrong) throw new Error(`\`diff\` does not say ${tells}`);
        return summariseWall(runs);
      });
    };
    return {
      check: wallOf('check'),
      changes: edits.map(({ what, tells }, index) => ({ what, diff: wallOf(`${index}`, tells) })),
    };
  });
}

function diffIn(folder: string, head: string): Program {
  const assumed = ['--dataplane', 'calico', '--pod-cidr', '10.244.0.0/16'];
  return { arguments: [CLI, 'diff', '-q', ...assumed, 'base', head], folder, exitCode: 0 };
}

/** Where one run of a command spends its time: unbundled, so that places have names, and slowed by the profiler. */
export function profileRun(
  command: 'check' | 'connectivity',
  sample: Sample,
  seconds: number,
): Outcome<readonly ProfileShare[]> {
  return inTemporaryFolder((folder) => {
    writeRepository(folder, sample.files);
    const cli = ownProgram('../src/cli/index.js');
    const program = command === 'check' ? checkIn(folder, sample, cli) : connectivityIn(folder, cli);
    const profiler = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-name=run.cpuprofile'];
    const profiledProgram = { ...program, arguments: [...profiler, ...program.arguments] };
    const { profiled } = measureInTurn({ profiled: profiledProgram }, { rounds: 1, seconds });
    return outcomeOf(profiled, () =>
      summariseProfile(JSON.parse(readFileSync(join(folder, 'run.cpuprofile'), 'utf8')) as CpuProfile),
    );
  });
}

/** What each phase of `check` takes once its code is compiled (milliseconds), or what is in use after it (bytes); the least of some runs. */
export function measurePhases(what: 'again' | 'held', sample: Sample, seconds: number): Outcome<PhasesRun['phases']> {
  return inTemporaryFolder((folder) => {
    writeRepository(folder, sample.files);
    const program = { ...phasesIn(folder), arguments: ['--expose-gc', ownProgram('phases.js'), what] };
    const { phases } = measureInTurn({ phases: program }, { rounds: 3, seconds });
    return outcomeOf(phases, (runs) => {
      const all = runs.map(({ stdout }) => (JSON.parse(stdout) as PhasesRun).phases);
      const smallest = PHASES.map((phase) => [phase, Math.min(...all.map((one) => one[phase]))]);
      return Object.fromEntries(smallest) as Record<Phase, number>;
    });
  });
}

function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'netpol-gate-bench-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function checkIn(folder: string, { fails }: Sample, cli = CLI): Program {
  return { arguments: [cli, 'check', '-q'], folder, exitCode: fails > 0 ? 1 : 0 };
}

function connectivityIn(folder: string, cli = CLI): Program {
  return { arguments: [cli, 'connectivity', '-q'], folder, exitCode: 0 };
}

function phasesIn(folder: string): Program {
  return { arguments: [ownProgram('phases.js')], folder, exitCode: 0 };
}

function extraPrograms(folder: string, extras: readonly Extra[]): Partial<Record<Extra, Program>> {
  const programs: Readonly<Record<Extra, Program>> = {
    parse: { arguments: [ownProgram('parse-only.js')], folder, exitCode: 0 },
    allPairs: { arguments: [ownProgram('all-pairs.js')], folder, exitCode: 0 },
    connectivity: connectivityIn(folder),
  };
  return Object.fromEntries(extras.map((extra) => [extra, programs[extra]]));
}

function summariseCheck(runs: readonly Run[]): CheckFigures {
  return { runs: runs.length, wall: summariseWall(runs), peak: Math.max(...runs.map(({ bytes }) => bytes)) };
}

function summariseWall(runs: readonly Run[]): Figures {
  return figuresOf(runs.map(({ milliseconds }) => milliseconds));
}

/** Of programs that say themselves how long it took. */
function summariseInside(runs: readonly Run[]): Figures {
  return figuresOf(runs.map(({ stdout }) => (JSON.parse(stdout) as { readonly milliseconds: number }).milliseconds));
}

function summarisePhases(runs: readonly Run[], { claims, fails }: Sample): PhaseFigures {
  const all = runs.map(({ stdout }) => JSON.parse(stdout) as PhasesRun);
  for (const { summary } of all) {
    if (summary.claims === claims && summary.fails === fails && summary.holds === claims - fails) continue;
    throw new Error(`${summary.holds} claims hold and ${summary.fails} fail, but ${fails} of ${claims} are to fail`);
  }
  const figures = PHASES.map((phase) => [phase, figuresOf(all.map(({ phases }) => phases[phase]))]);
  return {
    phases: Object.fromEntries(figures) as Record<Phase, Figures>,
    engineToRead: Math.min(...all.map(({ phases: { build, judge, read } }) => (build + judge) / read)),
  };
}
