/** Part of the page's script: the data of the page, unpacked (`matrix-data.ts` packs it). */
export const READ_DATA = `
const MARKS = ['', 'holds', 'waived', 'undecided', 'fails'];
const SYMBOLS = { holds: '✓', waived: '~', undecided: '?', fails: '✗', invalid: '!' };
const NOT_JUDGED = -1;

function unpack(runs, length) {
  const numbers = new Int32Array(length);
  let at = 0;
  for (let index = 0; index < runs.length; index += 2) {
    numbers.fill(runs[index + 1], at, at + runs[index]);
    at += runs[index];
  }
  return numbers;
}

/** A square of numbers by source and destination. */
function squareOf(rows) {
  const size = rows.length;
  const square = new Int32Array(size * size);
  rows.forEach((runs, row) => square.set(unpack(runs, size), row * size));
  return square;
}

function transpose(square, size) {
  const turned = new Int32Array(square.length);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) turned[column * size + row] = square[row * size + column];
  }
  return turned;
}

/** The claim with a mark for each pair; a waiver forgives what fails or is undecided. */
function readClaim(claim, cells) {
  const marks = new Uint8Array(cells);
  for (const status of ['holds', 'undecided', 'fails']) {
    const mark = MARKS.indexOf(claim.status === 'waived' && status !== 'holds' ? 'waived' : status);
    const stretches = claim[status];
    for (let index = 0; index < stretches.length; index += 2) {
      marks.fill(mark, stretches[index], stretches[index] + stretches[index + 1]);
    }
  }
  return { id: claim.id, sentence: claim.sentence, status: claim.status, marks };
}

function worstOf(claims, cells) {
  const worst = new Uint8Array(cells);
  for (const { marks } of claims) {
    for (let cell = 0; cell < cells; cell++) if (marks[cell] > worst[cell]) worst[cell] = marks[cell];
  }
  return worst;
}

/** Numbers in names count as numbers. */
function inOrder(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** Namespaces by name, then nodes, then addresses. */
function groupsOf(endpoints) {
  const groups = new Map();
  endpoints.forEach((endpoint, index) => {
    const key = endpoint.kind + ' ' + endpoint.group;
    if (!groups.has(key)) groups.set(key, { key, name: endpoint.group, kind: endpoint.kind, members: [] });
    groups.get(key).members.push(index);
  });
  const rank = { workload: 0, nodes: 1, addresses: 2 };
  for (const { members } of groups.values()) members.sort((a, b) => inOrder(endpoints[a].short, endpoints[b].short));
  return [...groups.values()].sort((a, b) => rank[a.kind] - rank[b.kind] || inOrder(a.name, b.name));
}

/** For each endpoint the best that a door from outside to it comes to: open, undecided, or nothing. */
function doorAt({ endpoints, doors }) {
  return endpoints.map((_, index) => {
    const looks = doors.filter(({ to }) => to === index).map(({ look }) => look);
    return ['open', 'undecided'].find((look) => looks.includes(look)) || '';
  });
}

function readMatrix(packed) {
  const size = packed.endpoints.length;
  const cells = size * size;
  const claims = packed.claims.map((claim) => readClaim(claim, cells));
  return {
    size,
    endpoints: packed.endpoints.map((endpoint) => ({
      ...endpoint,
      words: [endpoint.id, endpoint.name, ...endpoint.labels].join(' ').toLowerCase(),
    })),
    verdicts: packed.verdicts,
    sides: packed.sides,
    steps: packed.steps,
    places: packed.places,
    doors: packed.doors,
    doorAt: doorAt(packed),
    verdictAt: squareOf(packed.verdictRows),
    egressAt: squareOf(packed.egressRows),
    ingressAt: transpose(squareOf(packed.ingressColumns), size),
    claims,
    worst: worstOf(claims, cells),
    groups: groupsOf(packed.endpoints),
  };
}
`;
