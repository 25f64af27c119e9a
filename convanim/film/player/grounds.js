// What can be pointed at and focused: for each map one path around all its cells.

const MOVES = {ArrowLeft: [1, -1], ArrowRight: [1, 1], ArrowUp: [2, -1], ArrowDown: [2, 1], PageUp: [3, -1], PageDown: [3, 1]};

class Grounds {
  constructor(player) {
    this.player = player;
    this.node = element("g");
  }

  open() {
    const {maps} = this.player;
    this.node.replaceChildren(...maps.maps.map((map, n) => this.ground(maps, map, n)).filter(Boolean));
  }

  ground(maps, map, number) {
    const cells = maps.drawn[number].map(([cell]) => cell), {player} = this;
    if (!cells.length) return null;
    const label = say("{}, {} cells: arrow keys choose one", map.name, map.shape.join(" × "));
    const ground = element("path", {
      class: "map", d: outline(maps, cells), tabindex: 0, role: "application", "aria-label": label,
    });
    let last = cells.find(cell => maps.kind(cell) === "o") || cells[0];
    ground.addEventListener("focus", () => ground.matches(":focus-visible") && player.hover(last, true));
    ground.addEventListener("blur", () => player.hover(null));
    ground.addEventListener("keydown", event => {
      const next = neighbour(maps, last, event.key);
      if (next) player.hover((last = next), true);
      else if (event.key === "Enter") player.choose(last);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return ground;
  }
}

// Cells as one path.
function outline(maps, cells) {
  return cells.map(cell => `M${maps.corners(cell).map(each => each.toFixed(0)).join(" ")}z`).join("");
}

// The next cell that is drawn, where a key leads; the cell itself at the end of its map.
function neighbour(maps, cell, key) {
  const [fromLast, by] = MOVES[key] || [];
  if (!by) return null;
  const {shape} = maps.maps[cell.map], at = maps.position(cell), axis = shape.length - fromLast;
  if (axis < 0) return cell;
  for (at[axis] += by; at[axis] >= 0 && at[axis] < shape[axis]; at[axis] += by) {
    const next = {map: cell.map, cell: at.reduce((sum, n, k) => sum * shape[k] + n, 0)};
    if (maps.isDrawn(next)) return next;
  }
  return cell;
}
