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
    const steps = make('ol', 'steps');
    steps.append(...layer.steps.map((step) => stepItem(matrix, matrix.steps[step])));
    return [own, steps];
  });
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
  const doors = matrix.endpoints[from].kind === 'workload' ? [] : matrix.doors.filter((door) => door.to === to);
  if (doors.length === 0) return [];
  const list = make('ul', 'plain');
  for (const door of doors) {
    const item = prose('li', '', door.name + ': ' + door.state + (door.why === '' ? '' : ', because ' + door.why));
    item.append(figureOf(matrix.places[door.at]));
    list.append(item);
  }
  return [make('h4', '', 'Doors to this pod, beside what comes directly'), list];
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
    outcomesOf(verdict),
    ...claimsOf(matrix, cell),
    ...sideParts(matrix, matrix.sides[matrix.egressAt[cell]], source.name),
    ...sideParts(matrix, matrix.sides[matrix.ingressAt[cell]], destination.name),
    ...doorsOf(matrix, from, to),
  ];
}

function whyNotJudged(source, destination) {
  const isAmongPods = source.kind === 'workload' && destination.kind === 'workload';
  return 'Not judged: ' + (isAmongPods ? 'a single pod has no traffic with itself that policies see.' : 'policies govern pods, and neither end is one.');
}
`;
