/** Part of the page's script: which lines and columns are shown, and what a cell says. */
export const BUILD_VIEW = `
/** Whether the pair of a cell is one that the reader wants to see. */
function wantedBy(matrix, pairs) {
  const look = (cell) => matrix.verdicts[matrix.verdictAt[cell]];
  const isJudged = (cell) => matrix.verdictAt[cell] !== NOT_JUDGED;
  const claim = matrix.claims.find(({ id }) => id === pairs);
  if (claim) return (cell) => claim.marks[cell] > 0;
  const door = (cell) => doorOf(matrix, Math.floor(cell / matrix.size), cell % matrix.size);
  switch (pairs) {
    case 'allowed':
      return (cell) => isJudged(cell) && (look(cell).allowed !== '' || door(cell) === 'open');
    case 'undecided':
      return (cell) => isJudged(cell) && (look(cell).undecided !== '' || door(cell) === 'undecided');
    case 'refused':
      return (cell) => isJudged(cell) && look(cell).look === 'closed' && door(cell) === '';
    case 'marked':
      return (cell) => matrix.worst[cell] > 0;
    case 'in question':
      return (cell) => matrix.worst[cell] > MARKS.indexOf('holds');
    default:
      return undefined;
  }
}

function matching(matrix, text) {
  const words = text.toLowerCase().split(' ').filter((word) => word !== '');
  return matrix.endpoints
    .map((endpoint, index) => (words.every((word) => endpoint.words.includes(word)) ? index : -1))
    .filter((index) => index !== -1);
}

/** The endpoints of both axes that the filters leave. */
function filtered(matrix, filter) {
  const rows = matching(matrix, filter.from);
  const columns = matching(matrix, filter.to);
  const wanted = wantedBy(matrix, filter.pairs);
  if (!wanted) return { rows, columns };
  return {
    rows: rows.filter((from) => columns.some((to) => wanted(from * matrix.size + to))),
    columns: columns.filter((to) => rows.some((from) => wanted(from * matrix.size + to))),
  };
}

/** The lines of an axis: an endpoint each where its namespace is open, else the namespace. */
function linesOf(matrix, shown, open) {
  const isShown = new Set(shown);
  return matrix.groups.flatMap((group) => {
    const members = group.members.filter((member) => isShown.has(member));
    if (members.length === 0) return [];
    const foldable = members.length > 1;
    if (foldable && !open.has(group.key)) return [{ group, members, foldable, isOpen: false }];
    return members.map((member, index) => ({ group, members: [member], foldable, isOpen: true, isFirst: foldable && index === 0 }));
  });
}

function isPair(row, column) {
  return row.isOpen && column.isOpen;
}

function plural(count, one, many) {
  return count + ' ' + (count === 1 ? one : many);
}

/** What a cell says: the ports of a pair, or how many pairs of two namespaces are open. */
function cellOf(matrix, row, column) {
  return isPair(row, column)
    ? pairCell(matrix, row.members[0] * matrix.size + column.members[0])
    : sumCell(matrix, row, column);
}

function pairCell(matrix, cell) {
  const mark = MARKS[matrix.worst[cell]];
  const marked = mark === '' ? '' : SYMBOLS[mark] + ' ' + mark;
  const verdict = matrix.verdicts[matrix.verdictAt[cell]];
  if (!verdict) return { look: 'none', text: 'not judged', mark, marked };
  const door = doorOf(matrix, Math.floor(cell / matrix.size), cell % matrix.size);
  if (door === '') return { look: verdict.look, text: verdict.short, mark, marked };
  if (verdict.look !== 'closed') return { look: verdict.look, text: verdict.short + '; door ' + door, mark, marked };
  // Refused is only what comes directly.
  return { look: door === 'open' ? 'open' : 'unclear', text: 'door ' + door, mark, marked };
}

/** Whether traffic of the source may come to the destination through a door. */
function doorOf(matrix, from, to) {
  return matrix.endpoints[from].outside ? matrix.doorAt[to] : '';
}

function sumCell(matrix, row, column) {
  const count = { open: 0, unclear: 0, closed: 0, doors: 0 };
  const marks = [0, 0, 0, 0, 0];
  for (const from of row.members) {
    for (const to of column.members) {
      const cell = from * matrix.size + to;
      const verdict = matrix.verdicts[matrix.verdictAt[cell]];
      if (verdict) count[verdict.look]++;
      if (doorOf(matrix, from, to) !== '') count.doors++;
      marks[matrix.worst[cell]]++;
    }
  }
  const judged = count.open + count.unclear + count.closed;
  const worst = [4, 3, 2, 1].find((mark) => marks[mark] > 0) || 0;
  const mark = MARKS[worst];
  const verbs = { fails: marks[4] === 1 ? 'fails' : 'fail', holds: marks[1] === 1 ? 'holds' : 'hold' };
  const marked = mark === '' ? '' : SYMBOLS[mark] + ' ' + marks[worst] + ' ' + (verbs[mark] || mark);
  return { ...sumText(count, judged), mark, marked };
}

function sumText({ open, unclear, doors }, judged) {
  if (judged === 0) return { look: 'none', text: 'not judged' };
  const doubt = unclear === 0 ? '' : '? ' + unclear + ' undecided';
  const opened = open === 0 ? '' : open === judged ? 'all ' + judged + ' open' : open + ' of ' + judged + ' open';
  const by = doors === 0 ? '' : plural(doors, 'by a door', 'by doors');
  const text = [opened, doubt, by].filter((part) => part !== '').join('; ') || 'all ' + judged + ' refused';
  return { look: unclear > 0 ? 'unclear' : open + doors > 0 ? 'open' : 'closed', text };
}

function nameOfLine(matrix, line) {
  if (line.isOpen) return matrix.endpoints[line.members[0]].name;
  return (line.group.kind === 'workload' ? 'namespace ' : '') + line.group.name + ' (' + line.members.length + ')';
}
`;
