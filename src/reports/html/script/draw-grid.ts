/** Part of the page's script: the grid. Rows get their cells when they come near the window of the reader. */
export const DRAW_GRID = `
function make(tag, look, text) {
  const element = document.createElement(tag);
  if (look) element.className = look;
  if (text !== undefined) element.textContent = text;
  return element;
}

function headerOf(matrix, line, role, isOf) {
  const header = make('th', 'head' + (line.isFirst ? ' first' : ''));
  header.setAttribute('role', role);
  header.scope = role === 'rowheader' ? 'row' : 'col';
  header.tabIndex = -1;
  const sign = line.foldable ? (line.isOpen ? '▾ ' : '▸ ') : '';
  const isNamespace = line.group.kind === 'workload';
  const endpoint = matrix.endpoints[line.members[0]];
  if (line.foldable) header.setAttribute('aria-expanded', String(line.isOpen));
  header.append(make('span', 'group', sign + line.group.name));
  const content = isNamespace ? plural(line.members.length, 'workload', 'workloads') : plural(line.members.length, 'kind', 'kinds');
  header.append(make('span', 'name', line.isOpen ? endpoint.short : content));
  const labels = line.isOpen && endpoint.labels.length > 0 ? ', ' + endpoint.labels.join(', ') : '';
  header.title = nameOfLine(matrix, line) + labels + (line.foldable ? '. Enter ' + (line.isOpen ? 'folds ' : 'unfolds ') + line.group.name : '');
  header.setAttribute('aria-label', isOf + ' ' + nameOfLine(matrix, line));
  return header;
}

function drawCell(matrix, row, column) {
  const { look, text, mark, marked } = cellOf(matrix, row, column);
  const element = make('td', 'cell ' + look + (column.isFirst ? ' first' : ''));
  element.setAttribute('role', 'gridcell');
  element.tabIndex = -1;
  element.append(make('span', 'text', text));
  if (mark !== '') element.append(make('span', 'badge ' + mark, marked));
  const claims = mark === '' ? '' : '; claims: ' + marked.slice(2);
  const said = text.startsWith('? ') ? text.slice(2) : text;
  const label = nameOfLine(matrix, row) + ' to ' + nameOfLine(matrix, column) + ': ' + said + claims;
  element.setAttribute('aria-label', label);
  element.title = label;
  return element;
}

/** The grid of one matrix. Row and column -1 are the headers. */
function openGrid(matrix, table) {
  const scroller = table.parentElement;
  const grid = { rows: [], columns: [], at: { row: 0, column: 0 }, bodyRows: [] };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const index = grid.bodyRows.indexOf(target);
        if (isIntersecting) fill(index);
        else if (index !== grid.at.row) empty(index);
      }
    },
    { root: scroller, rootMargin: '400px 0px' },
  );

  function fill(index) {
    const element = grid.bodyRows[index];
    if (!element || element.dataset.filled) return;
    element.dataset.filled = 'yes';
    element.lastElementChild.remove();
    element.append(...grid.columns.map((column) => drawCell(matrix, grid.rows[index], column)));
    if (index === grid.at.row && grid.at.column >= 0) element.children[grid.at.column + 1].tabIndex = 0;
  }

  function empty(index) {
    const element = grid.bodyRows[index];
    if (!element || !element.dataset.filled) return;
    delete element.dataset.filled;
    while (element.children.length > 1) element.lastElementChild.remove();
    element.append(placeholder());
  }

  function placeholder() {
    const element = make('td', 'later');
    element.colSpan = Math.max(1, grid.columns.length);
    element.setAttribute('aria-hidden', 'true');
    return element;
  }

  function draw(rows, columns) {
    watcher.disconnect();
    grid.rows = rows;
    grid.columns = columns;
    const head = make('tr');
    head.setAttribute('role', 'row');
    head.setAttribute('aria-rowindex', '1');
    const corner = make('th', 'corner', 'from ↓  to →');
    corner.setAttribute('role', 'columnheader');
    corner.tabIndex = -1;
    head.append(corner, ...columns.map((line) => headerOf(matrix, line, 'columnheader', 'to')));
    grid.bodyRows = rows.map((line, index) => {
      const element = make('tr', line.isFirst ? 'first' : '');
      element.setAttribute('role', 'row');
      element.setAttribute('aria-rowindex', String(index + 2));
      element.append(headerOf(matrix, line, 'rowheader', 'from'), placeholder());
      return element;
    });
    const top = make('thead');
    const body = make('tbody');
    top.append(head);
    body.append(...grid.bodyRows);
    table.replaceChildren(top, body);
    table.setAttribute('aria-rowcount', String(rows.length + 1));
    table.setAttribute('aria-colcount', String(columns.length + 1));
    grid.at = { row: Math.min(grid.at.row, rows.length - 1), column: Math.min(grid.at.column, columns.length - 1) };
    grid.bodyRows.slice(0, 30).forEach((_, index) => fill(index));
    grid.bodyRows.forEach((row) => watcher.observe(row));
    move(grid.at.row, grid.at.column, false);
  }

  function elementAt(row, column) {
    if (row >= 0) fill(row);
    const line = row < 0 ? table.tHead.rows[0] : grid.bodyRows[row];
    return line && line.children[column + 1];
  }

  function move(row, column, withFocus) {
    const before = elementAt(grid.at.row, grid.at.column);
    const last = { row: grid.rows.length - 1, column: grid.columns.length - 1 };
    grid.at = { row: Math.max(-1, Math.min(row, last.row)), column: Math.max(-1, Math.min(column, last.column)) };
    const after = elementAt(grid.at.row, grid.at.column);
    if (before) before.tabIndex = -1;
    if (!after) return;
    after.tabIndex = 0;
    if (withFocus) after.focus();
  }

  function placeOf(element) {
    const cell = element.closest('td.cell, th');
    if (!cell || !table.contains(cell)) return undefined;
    return { row: grid.bodyRows.indexOf(cell.parentElement), column: [...cell.parentElement.children].indexOf(cell) - 1 };
  }

  return { grid, draw, move, placeOf, fill };
}
`;
