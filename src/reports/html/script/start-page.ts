/** Part of the page's script: filters, keys and clicks of each matrix. */
export const START_PAGE = `
/** So few endpoints are shown unfolded from the start. */
const FEW = 24;
/** More cells than this are not drawn for paper. */
const PRINTED = 6000;

function openMatrix(matrix, root) {
  const table = root.querySelector('table');
  const panel = root.querySelector('.panel');
  const status = root.querySelector('.count');
  const fields = Object.fromEntries([...root.querySelectorAll('[data-filter]')].map((field) => [field.dataset.filter, field]));
  const everyGroup = matrix.groups.map(({ key }) => key);
  const open = { rows: new Set(matrix.size <= FEW ? everyGroup : []), columns: new Set(matrix.size <= FEW ? everyGroup : []) };
  const { grid, draw, move, placeOf, fill } = openGrid(matrix, table);

  function redraw() {
    const filter = { from: fields.from.value, to: fields.to.value, pairs: fields.pairs.value };
    const shown = filtered(matrix, filter);
    draw(linesOf(matrix, shown.rows, open.rows), linesOf(matrix, shown.columns, open.columns));
    status.textContent = 'Shown: ' + shown.rows.length + ' of ' + matrix.size + ' that send, ' + shown.columns.length + ' of ' + matrix.size + ' that receive.';
  }

  function toggle(axis, line) {
    if (!line.foldable) return;
    const key = line.group.key;
    if (open[axis].has(key)) open[axis].delete(key);
    else open[axis].add(key);
    redraw();
    const place = grid[axis].findIndex(({ group }) => group.key === key);
    if (axis === 'rows') move(place, grid.at.column, true);
    else move(grid.at.row, place, true);
  }

  function unfold(row, column) {
    open.rows.add(row.group.key);
    open.columns.add(column.group.key);
    redraw();
    const at = (lines, group) => lines.findIndex((line) => line.group.key === group.key);
    move(at(grid.rows, row.group), at(grid.columns, column.group), true);
  }

  function explain(row, column) {
    const close = make('button', 'close', 'Close (Escape)');
    close.type = 'button';
    close.addEventListener('click', closePanel);
    panel.replaceChildren(close, ...explanationOf(matrix, row.members[0], column.members[0]));
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.focus();
  }

  function closePanel() {
    if (panel.hidden) return;
    panel.hidden = true;
    panel.replaceChildren();
    move(grid.at.row, grid.at.column, true);
  }

  function activate() {
    const row = grid.rows[grid.at.row];
    const column = grid.columns[grid.at.column];
    if (row && !column) toggle('rows', row);
    else if (column && !row) toggle('columns', column);
    else if (row && column && isPair(row, column)) explain(row, column);
    else if (row && column) unfold(row, column);
  }

  function keyInGrid(event) {
    const { row, column } = grid.at;
    const far = { row: grid.rows.length - 1, column: grid.columns.length - 1 };
    const page = 10;
    const whole = event.ctrlKey || event.metaKey;
    const ways = {
      ArrowUp: () => move(row - 1, column, true),
      ArrowDown: () => move(row + 1, column, true),
      ArrowLeft: () => move(row, column - 1, true),
      ArrowRight: () => move(row, column + 1, true),
      PageUp: () => move(row - page, column, true),
      PageDown: () => move(row + page, column, true),
      Home: () => move(whole ? -1 : row, -1, true),
      End: () => move(whole ? far.row : row, far.column, true),
      Enter: activate,
      ' ': activate,
    };
    const way = ways[event.key];
    if (!way || event.altKey) return;
    event.preventDefault();
    way();
  }

  function filterBy(pairs) {
    fields.from.value = '';
    fields.to.value = '';
    fields.pairs.value = pairs;
    unfoldMatches();
    redraw();
  }

  /** What was searched for must be seen: its namespaces open. */
  function unfoldMatches() {
    const shown = filtered(matrix, { from: fields.from.value, to: fields.to.value, pairs: fields.pairs.value });
    const isFiltered = { rows: fields.from.value !== '' || fields.pairs.value !== '', columns: fields.to.value !== '' || fields.pairs.value !== '' };
    for (const axis of ['rows', 'columns']) {
      const isShown = new Set(shown[axis]);
      if (!isFiltered[axis]) continue;
      for (const { key, members } of matrix.groups) if (members.some((member) => isShown.has(member))) open[axis].add(key);
    }
  }

  function act(action) {
    if (action === 'open') everyGroup.forEach((key) => { open.rows.add(key); open.columns.add(key); });
    if (action === 'fold') { open.rows.clear(); open.columns.clear(); }
    if (action === 'clear') { fields.from.value = ''; fields.to.value = ''; fields.pairs.value = ''; }
    redraw();
  }

  function listen() {
    table.addEventListener('keydown', keyInGrid);
    table.addEventListener('click', (event) => {
      const place = placeOf(event.target);
      if (!place) return;
      move(place.row, place.column, true);
      activate();
    });
    panel.addEventListener('keydown', (event) => { if (event.key === 'Escape') closePanel(); });
    root.querySelectorAll('[data-action]').forEach((button) => button.addEventListener('click', () => act(button.dataset.action)));
    for (const field of Object.values(fields)) {
      field.addEventListener('input', () => { unfoldMatches(); redraw(); });
      field.addEventListener('keydown', (event) => {
        if (field === fields.pairs) return;
        if (event.key === 'Escape') { field.value = ''; redraw(); }
        else if (event.key === 'Enter' || event.key === 'ArrowDown') move(Math.max(0, grid.at.row), Math.max(0, grid.at.column), true);
        else return;
        event.preventDefault();
      });
    }
    window.addEventListener('beforeprint', () => {
      if (grid.rows.length * grid.columns.length <= PRINTED) grid.rows.forEach((_, index) => fill(index));
      else status.textContent += ' Too many cells for paper: fold namespaces or search before printing.';
    });
  }

  const kinds = [['', 'all'], ['allowed', 'something allowed'], ['refused', 'all refused'], ['undecided', 'something undecided']];
  const marks = matrix.claims.length === 0 ? [] : [['marked', 'a claim speaks of it'], ['in question', 'a claim does not hold'], ...matrix.claims.map(({ id, sentence }) => [id, 'claim: ' + sentence])];
  fields.pairs.append(...[...kinds, ...marks].map(([value, text]) => {
    const option = make('option', '', text);
    option.value = value;
    return option;
  }));
  listen();
  redraw();
  root.hidden = false;
  return {
    search: () => fields.from.focus(),
    has: (id) => matrix.claims.some((claim) => claim.id === id),
    show: (id) => {
      filterBy(id);
      root.scrollIntoView();
      const { marks } = matrix.claims.find((claim) => claim.id === id);
      const worst = marks.indexOf(marks.reduce((a, b) => Math.max(a, b), 0));
      const holding = (lines, end) => lines.findIndex(({ members }) => members.includes(end));
      move(holding(grid.rows, Math.floor(worst / matrix.size)), holding(grid.columns, worst % matrix.size), true);
    },
  };
}

/** @returns {HTMLElement[]} */
function elementsOf(selector) {
  return [...document.querySelectorAll(selector)];
}

const packed = JSON.parse(document.getElementById('matrices').textContent);
const matrices = elementsOf('[data-matrix]').map((root) => openMatrix(readMatrix(packed[root.dataset.matrix]), root));

for (const button of elementsOf('.jump')) {
  const matrix = matrices.find(({ has }) => has(button.dataset.claim));
  if (!matrix) continue;
  button.hidden = false;
  button.addEventListener('click', () => matrix.show(button.dataset.claim));
}

document.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey || matrices.length === 0) return;
  event.preventDefault();
  matrices[0].search();
});
`;
