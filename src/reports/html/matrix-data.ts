import type { ClaimReport, MatrixEndpoint, ReportedMatrix } from '../../findings/report.ts';
import type { Place } from '../../source/place.ts';
import { placeLabel } from '../claim-places.ts';
import { doorState } from '../door-state.ts';
import type { EndpointNames } from '../endpoint-names.ts';
import { formatTraffic, isEveryPort } from '../format-traffic.ts';
import { visibleLine } from '../visible-text.ts';
import { drawnLines } from './frames.ts';
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
      look: door.open.length > 0 ? 'open' : door.undecided.length > 0 ? 'undecided' : 'shut',
      why: visibleLine(door.why ?? ''),
      at: places.numberOf(door.at),
    })),
    steps: steps.all,
    places: places.all,
  };
}

function endpointData(endpoint: MatrixEndpoint, names: EndpointNames): object {
  const { id, kind, labels, addresses } = endpoint;
  if (addresses !== undefined) return addressData(id, addresses, names);
  const slash = id.indexOf('/');
  const name = names(id);
  const group = kind === 'workload' && slash > 0 ? id.slice(0, slash) : kind;
  return {
    id: visibleLine(id),
    name: visibleLine(name),
    short: visibleLine(name.startsWith(`${group}/`) ? name.slice(group.length + 1) : name),
    group: visibleLine(group),
    kind,
    labels: Object.entries(labels).map(([key, value]) => visibleLine(`${key}=${value}`)),
  };
}

/** Addresses go by their one range, or by what they are. */
function addressData(
  id: string,
  { what, ranges, outside }: NonNullable<MatrixEndpoint['addresses']>,
  names: EndpointNames,
): object {
  const short = what === 'any' ? what : ranges.length > 1 ? `${what} (${ranges.length} ranges)` : names(id);
  const kind = 'addresses';
  return {
    id: visibleLine(id),
    name: visibleLine(what === 'any' ? 'any address' : ranges.length > 1 ? `addresses: ${short}` : short),
    short: visibleLine(short),
    group: kind,
    kind,
    labels: ranges.map(names).map(visibleLine),
    outside,
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

function frameData(place: Place): object {
  return {
    label: visibleLine(placeLabel(place)),
    lines: drawnLines(place, '', '^').map(({ kind, gutter, text }) => ({ kind, gutter, text })),
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
