// Arrows in a grid of fields (the week): up and down always, left and right at the ends of the text.
// Enter sends the form, as in any form; Tab goes on in reading order.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function startGrid() {
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const field = event.target.closest?.(".week input, [data-grid] input");
    if (!step || !field || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (step[1] && !isAtEnd(field, step[1])) return;
    const next = neighbour(field, step);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
}

function isAtEnd(field, side) {
  if (field.selectionStart === 0 && field.selectionEnd === field.value.length) return true;
  return side < 0 ? field.selectionEnd === 0 : field.selectionStart === field.value.length;
}

function neighbour(field, [down, right]) {
  let row = field.closest("tr");
  let at = [...row.cells].indexOf(field.closest("td, th"));
  const rows = [...row.closest("table").rows];
  let line = rows.indexOf(row);
  do {
    line += down;
    at += right;
    row = rows[line];
    const cell = row?.cells[at];
    if (!row || (right && !cell)) return null;
    const found = cell?.querySelector("input:not([disabled], [readonly])");
    if (found?.checkVisibility()) return found;
  } while (true);
}
