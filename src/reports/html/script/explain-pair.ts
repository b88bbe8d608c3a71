/** Part of the page's script: why a pair ends as it does. */
export const EXPLAIN_PAIR = `
/** Text with the names that stand in backticks as code. */
function prose(tag, look, text) {
  const element = make(tag, look);
  const parts = text.split('\\u0060');
  const last = parts.length % 2 === 0 ? parts.length - 2 : parts.length;
  parts.forEach((part, index) => {
    if (index > last) element.append('\\u0060' + part);
    else element.append(index % 2 === 1 ? make('code', '', part) : part);
  });
  return element;
}

function figureOf(place) {
  const figure = make('figure');
  const caption = make('figcaption');
  caption.append(make('code', '', place.label));
  figure.append(caption);
  if (place.lines.length > 0) {
    const block = make('pre', 'frame');
    for (const { kind, gutter, text } of place.lines) {
      const line = make('span', kind === 'mark' ? 'other' : 'source');
      line.append(make('span', 'gutter', gutter), ' ' + text);
      block.append(line, String.fromCharCode(10));
    }
    figure.append(block);
  }
  return figure;
}

function stepItem(matrix, step) {
  const item = make('li');
  item.append(make('span', 'quiet', step.tier), ' ', make('strong', 'step ' + step.outcome.replace(' ', '-'), step.outcome), ' ');
  if (step.traffic !== '') item.append(step.traffic + ': ');
  item.append(prose('span', '', step.text));
  if (step.doubt) item.append(prose('p', 'undecided', '? in doubt: ' + step.doubt));
  if (step.at !== undefined) item.append(figureOf(matrix.places[step.at]));
  return item;
}

function sideParts(matrix, side, name) {
  const head = make('h4', '', side.direction + ' of ');
  head.append(make('code', '', name));
  if (side.layers.length === 0) return [head, make('p', '', 'no policy governs it: policies govern pods')];
  return side.layers.flatMap((layer) => {
    const own = head.cloneNode(true);
    own.append(make('span', 'quiet', ' · ' + layer.name));
    const steps = layer.steps.map((step) => matrix.steps[step]);
    const isPart = (step) => step.outcome !== 'no match';
    return [own, stepList(matrix, steps.filter(isPart)), ...withoutPart(matrix, steps.filter((step) => !isPart(step)))];
  });
}

function stepList(matrix, steps) {
  const list = make('ol', 'steps');
  list.append(...steps.map((step) => stepItem(matrix, step)));
  return list;
}

/** Rules that govern the end and do not match: worth a look, and not first. */
function withoutPart(matrix, steps) {
  if (steps.length === 0) return [];
  const details = make('details');
  const title = plural(steps.length, 'more rule of these policies has', 'more rules of these policies have') + ' no part in it';
  details.append(make('summary', '', title), stepList(matrix, steps));
  return [details];
}

function outcomesOf(verdict) {
  const list = make('ul', 'outcomes');
  for (const word of ['allowed', 'denied', 'undecided']) {
    if (verdict[word] === '') continue;
    const item = make('li');
    item.append(make('strong', word, word), ' ' + verdict[word]);
    list.append(item);
  }
  return list;
}

function claimsOf(matrix, cell) {
  const items = matrix.claims.flatMap((claim) => {
    const mark = MARKS[claim.marks[cell]];
    if (mark === '') return [];
    const item = make('li');
    const link = make('a', '', '');
    link.href = '#' + claim.id;
    link.append(make('code', '', claim.sentence));
    item.append(make('span', 'badge ' + mark, SYMBOLS[mark] + ' ' + mark), ' for this pair: ', link);
    if (claim.status !== mark) item.append(make('span', 'quiet', ' (as a whole: ' + claim.status + ')'));
    return [item];
  });
  if (items.length === 0) return [];
  const list = make('ul', 'plain');
  list.append(...items);
  return [make('h4', '', 'Claims about this pair'), list];
}

/** Traffic from outside may come through a door, past the policies between the door and the pod. */
function doorsOf(matrix, from, to) {
  const doors = !matrix.endpoints[from].outside ? [] : matrix.doors.filter((door) => door.to === to);
  if (doors.length === 0) return [];
  const list = make('ul', 'plain');
  for (const door of doors) {
    const item = prose('li', '', door.name + ': ' + door.state + (door.why === '' ? '' : ', because ' + door.why));
    item.append(figureOf(matrix.places[door.at]));
    list.append(item);
  }
  return [make('h4', '', 'Doors to this pod from outside, beside what comes directly'), list];
}

function rangesOf(end) {
  if (end.kind !== 'addresses' || end.labels.length < 2) return [];
  const details = make('details');
  details.append(make('summary', '', end.name), make('p', 'quiet', end.labels.join(', ')));
  return [details];
}

/** All that is known of the pair, as elements. */
function explanationOf(matrix, from, to) {
  const cell = from * matrix.size + to;
  const [source, destination] = [matrix.endpoints[from], matrix.endpoints[to]];
  const head = make('h3');
  head.append(make('code', '', source.name), ' → ', make('code', '', destination.name));
  const verdict = matrix.verdicts[matrix.verdictAt[cell]];
  if (!verdict) return [head, make('p', '', whyNotJudged(source, destination)), ...claimsOf(matrix, cell)];
  return [
    head,
    ...rangesOf(source),
    ...rangesOf(destination),
    outcomesOf(verdict),
    ...doorsOf(matrix, from, to),
    ...claimsOf(matrix, cell),
    ...sideParts(matrix, matrix.sides[matrix.egressAt[cell]], source.name),
    ...sideParts(matrix, matrix.sides[matrix.ingressAt[cell]], destination.name),
  ];
}

function whyNotJudged(source, destination) {
  const isAmongPods = source.kind === 'workload' && destination.kind === 'workload';
  return 'Not judged: ' + (isAmongPods ? 'a single pod has no traffic with itself that policies see.' : 'policies govern pods, and neither end is one.');
}
`;
