import type { ClaimReport, ReportedEndpoint, ReportedMatrix } from '../../findings/report.ts';
import { placeLabel } from '../claim-places.ts';
import { codeFrame } from '../code-frame.ts';
import { doorState } from '../door-state.ts';
import type { EndpointNames } from '../endpoint-names.ts';
import { formatTraffic, isEveryPort } from '../format-traffic.ts';
import { visibleLine } from '../visible-text.ts';
import { numberEach } from './number-each.ts';
import { runsOf } from './runs-of.ts';

/** Reads as nothing where runs of numbers are expected: the pair is not judged. */
const NOT_JUDGED = -1;

/** A matrix as the script of the page reads it (`page-script`): texts once, and numbers in runs. Texts are visible. */
export function matrixData(matrix: ReportedMatrix, claims: readonly ClaimReport[], names: EndpointNames): object {
  const { endpoints, rows, verdicts, marks, doors } = matrix;
  const places = numberEach(frameData);
  const steps = numberEach((step: ReportedMatrix['sides'][number]['layers'][number]['steps'][number]) => ({
    tier: visibleLine(step.tier),
    outcome: step.outcome,
    traffic: step.traffic.length === 0 ? '' : formatTraffic(step.traffic),
    text: visibleLine(step.text),
    ...(step.doubt !== undefined && { doubt: visibleLine(step.doubt) }),
    ...(step.at && { at: places.numberOf(step.at) }),
  }));
  const sides = matrix.sides.map(({ direction, layers }) => ({
    direction,
    layers: layers.map((layer) => ({ name: visibleLine(layer.name), steps: layer.steps.map(steps.numberOf) })),
  }));
  const all = endpoints.map((_, index) => index);
  const row = (from: number, part: 0 | 1 | 2): readonly number[] =>
    all.map((to) => rows[from]?.[to]?.[part] ?? NOT_JUDGED);
  const column = (to: number): readonly number[] => all.map((from) => rows[from]?.[to]?.[2] ?? NOT_JUDGED);
  const indexOfId = new Map(endpoints.map(({ id }, index) => [id, index]));
  return {
    endpoints: endpoints.map((endpoint) => endpointData(endpoint, names)),
    verdicts: verdicts.map(verdictData),
    sides,
    verdictRows: all.map((from) => runsOf(row(from, 0))),
    egressRows: all.map((from) => runsOf(row(from, 1))),
    // What a pod takes in depends on itself most, so that columns repeat where rows do not.
    ingressColumns: all.map((to) => runsOf(column(to))),
    claims: marks.map(({ claim, pairs }) => claimData(claim, claims[claim], pairs, endpoints.length)),
    doors: doors.map((door) => ({
      to: indexOfId.get(door.to) ?? NOT_JUDGED,
      name: visibleLine(door.name),
      state: doorState(door),
      why: visibleLine(door.why ?? ''),
      at: places.numberOf(door.at),
    })),
    steps: steps.all,
    places: places.all,
  };
}

const GROUPS = { addresses: 'addresses', nodes: 'nodes' } as const;

function endpointData({ id, kind, labels }: ReportedEndpoint, names: EndpointNames): object {
  const slash = id.indexOf('/');
  const isNamespaced = kind === 'workload' && slash > 0;
  const name = names(id);
  const group = isNamespaced ? id.slice(0, slash) : kind === 'workload' ? id : GROUPS[kind];
  return {
    id: visibleLine(id),
    name: visibleLine(name),
    short: visibleLine(isNamespaced && name.startsWith(`${group}/`) ? name.slice(group.length + 1) : name),
    group: visibleLine(group),
    kind,
    labels: Object.entries(labels).map(([key, value]) => visibleLine(`${key}=${value}`)),
  };
}

function verdictData({ allowed, denied, undecided }: ReportedMatrix['verdicts'][number]): object {
  const ports = (traffic: typeof allowed): string => (isEveryPort(traffic) ? 'all ports' : formatTraffic(traffic));
  const open = allowed.length === 0 ? '' : ports(allowed);
  const unclear = undecided.length === 0 ? '' : `? undecided${isEveryPort(undecided) ? '' : ` ${ports(undecided)}`}`;
  return {
    look: undecided.length > 0 ? 'unclear' : allowed.length > 0 ? 'open' : 'closed',
    short: [open, unclear].filter((text) => text !== '').join('; ') || 'refused',
    allowed: allowed.length === 0 ? '' : formatTraffic(allowed),
    denied: denied.length === 0 ? '' : formatTraffic(denied),
    undecided: undecided.length === 0 ? '' : formatTraffic(undecided),
  };
}

function frameData(place: Parameters<typeof codeFrame>[0]): object {
  const lines = codeFrame(place, '', '^').filter(({ kind }) => kind !== 'place');
  return {
    label: visibleLine(placeLabel(place)),
    lines: lines.map(({ kind, gutter, text }) => ({ kind, gutter, text })),
  };
}

function claimData(
  claim: number,
  report: ClaimReport | undefined,
  pairs: ReportedMatrix['marks'][number]['pairs'],
  width: number,
): object {
  const runs = (wanted: 'holds' | 'fails' | 'undecided'): readonly number[] => {
    const cells = pairs.filter(([, , status]) => status === wanted).map(([from, to]) => from * width + to);
    return cells.sort((a, b) => a - b).flatMap(stretches);
  };
  return {
    id: `claim-${claim}`,
    sentence: visibleLine(report?.sentence ?? ''),
    status: report?.status ?? 'invalid',
    holds: runs('holds'),
    fails: runs('fails'),
    undecided: runs('undecided'),
  };
}

/** For `flatMap` over ascending numbers: the first of each unbroken stretch with its length. */
function stretches(cell: number, index: number, cells: readonly number[]): readonly number[] {
  if (index > 0 && cells[index - 1] === cell - 1) return [];
  let length = 1;
  while (cells[index + length] === cell + length) length++;
  return [cell, length];
}
