// Which cells belong together. Python has worked out what each step reads and writes; here the
// cells that steps have in common are followed from one map to the next.

const GATHERS = 0, ACCUMULATES = 1, CELL_BY_CELL = 2;
const kindOf = kind => ({
  p: say("padding"), c: say("copy"), z: say("inserted zero"), x: say("cropped"), e: say("outside"), h: say("past the end"),
})[kind] || "";

class Maps {
  constructor(film) {
    this.film = film;
    this.maps = film.maps.map(map => ({...map, shape: map.kinds.map(kinds => kinds.length)}));
    this.steps = film.steps.flatMap((steps, part) => listed(steps).map((step, number) => this.step(step, part, number)));
    this.uses = Object.fromEntries(["writes", "inputs", "kernels", "bias"].map(name => [name, this.indexed(name)]));
    this.drawn = this.maps.map((_, map) => this.all(map).filter(cell => this.isDrawn(cell)).map(cell => [cell, this.corners(cell)]));
  }

  // For each cell the steps that use it in one way, and where it stands among their cells.
  indexed(name) {
    const found = new Map();
    for (const step of this.steps) {
      step[name].forEach((cell, n) => {
        const known = found.get(key(cell)) || [];
        if (known.at(-1)?.step !== step) found.set(key(cell), [...known, {step, n}]);
      });
    }
    return found;
  }

  used(name, cell) {
    return this.uses[name].get(key(cell)) || [];
  }

  step([[pairing, notation], writes, ...reads], part, number) {
    const read = reads.map(cells => this.cells(cells)).flat();
    const of = role => read.filter(each => this.maps[each.map].role === role);
    return {
      part, number, pairing, notation: this.film.notations[notation], writes: this.cells(writes),
      inputs: of("input"), kernels: of("kernel"), bias: of("bias"),
    };
  }

  // Cells as given in the book: a map, then first position, count and distance along each axis.
  cells([map, ...along]) {
    let found = [0];
    this.maps[map].shape.forEach((size, axis) => {
      const [first, count, apart] = along.slice(3 * axis);
      found = found.flatMap(at => Array.from({length: count}, (_, n) => at * size + first + n * apart));
    });
    return found.map(cell => ({map, cell}));
  }

  // The position of a cell along each axis.
  position({map, cell}) {
    return this.maps[map].shape.reduceRight(([rest, found], size) => [Math.floor(rest / size), [rest % size, ...found]], [cell, []])[1];
  }

  // What a cell is; the first of these kinds that any axis has.
  kind({map, cell}) {
    const along = this.position({map, cell}).map((n, axis) => this.maps[map].kinds[axis][n]);
    if (along.every(kind => kind === "o")) return "o";
    if (along.every(kind => "ox".includes(kind))) return "x";
    return ["e", "x", "h", "p", "c", "z"].find(kind => along.includes(kind)).replace("x", "e");
  }

  // Units are counted from the first one, and padding before it backwards; null at inserted zeros.
  coordinates({map, cell}) {
    return this.position({map, cell}).map((n, axis) => {
      const kinds = this.maps[map].kinds[axis], first = kinds.indexOf("o"), last = kinds.lastIndexOf("o");
      if (first < 0 || n < first) return n - first;
      if (n > last) return [...kinds].filter(kind => kind === "o").length + n - last - 1;
      return kinds[n] === "o" ? [...kinds.slice(0, n)].filter(kind => kind === "o").length : null;
    });
  }

  name(cell) {
    const at = this.coordinates(cell), where = at.includes(null) ? "" : ` (${at.join(", ")})`;
    const kind = kindOf(this.kind(cell));
    return `${this.maps[cell.map].name}${kind ? `, ${kind}` : ""}${where}`;
  }

  value({map, cell}) {
    return this.maps[map].values?.[cell] ?? "";
  }

  // The corners of a cell on the page; none where it is not drawn.
  corners({map, cell}) {
    const {cell: shape, at, from, by, cells} = this.maps[map];
    if (cells) return cells[cell];
    if (from) {
      const position = this.position({map, cell});
      const place = from.map((start, k) => start + position.reduce((sum, n, axis) => sum + n * by[axis][k], 0) / 10);
      return shape.map((each, n) => each + place[n % 2]);
    }
    return at && at[2 * cell] >= 0 ? shape.map((each, n) => each + at[2 * cell + (n % 2)]) : [];
  }

  isDrawn(cell) {
    return this.corners(cell).length > 0 && !"eh".includes(this.kind(cell));
  }

  all(map) {
    const size = this.maps[map].shape.reduce((a, b) => a * b, 1);
    return Array.from({length: size}, (_, cell) => ({map, cell}));
  }

  has({map, cell}) {
    return map in this.maps && cell < this.all(map).length && this.isDrawn({map, cell});
  }

  // The cell at a point of the page. Where several are, one of the step shown, which nothing
  // hides; else the nearest to the viewer, and the last one drawn.
  at(x, y, shown) {
    let found = null, most = [];
    for (const [cell, corners] of this.drawn.flat()) {
      if (!isInside(corners, x, y)) continue;
      const near = this.maps[cell.map].near?.[cell.cell] ?? 0;
      const rank = [near && shown.some(each => isSame(each, cell)) ? 1 : 0, near];
      if (!found || rank[0] > most[0] || (rank[0] === most[0] && rank[1] >= most[1])) [found, most] = [cell, rank];
    }
    return found;
  }

  // The other map that shows the same unit: the input of the next layer, or the output before.
  twin(cell, ahead) {
    const link = this.film.links.find(pair => pair[ahead ? 0 : 1] === cell.map);
    if (!link || this.kind(cell) !== "o") return null;
    const wanted = String(this.coordinates(cell));
    return this.all(link[ahead ? 1 : 0]).find(other => this.kind(other) === "o" && String(this.coordinates(other)) === wanted);
  }

  // The cell that a layer has written where another one reads it; else the cell itself.
  origin(cell) {
    return this.twin(cell, false) || cell;
  }

  // Steps that write a cell, each with what belongs to it alone.
  written(cell) {
    return this.used("writes", cell).map(({step, n}) => {
      const {inputs, kernels, bias} = step;
      if (step.pairing === ACCUMULATES) return {step, inputs, kernels: kernels.slice(n, n + 1), bias};
      if (step.pairing === CELL_BY_CELL) return {step, inputs: inputs.slice(n, n + 1), kernels: kernels.slice(n, n + 1), bias};
      return {step, inputs, kernels, bias};
    });
  }

  // The products that a cell is part of: its partner there, where the product goes, and for a
  // kernel without a map the position in the window.
  products(cell) {
    const pick = (cells, n) => (cells.length > 1 ? cells[n] : cells[0]);
    const asInput = this.used("inputs", cell).flatMap(({step: {inputs, kernels, writes, pairing, notation}, n}) => {
      if (pairing === ACCUMULATES) return writes.map((output, k) => ({output, partner: kernels[k], window: String(k)}));
      if (pairing === CELL_BY_CELL) return [{output: pick(writes, n), partner: kernels[n]}];
      const window = notation[3] ? this.within(inputs, n) : "";
      return writes.map(output => ({output, partner: kernels[n], window}));
    });
    const asKernel = this.used("kernels", cell).flatMap(({step: {inputs, writes, pairing}, n}) => {
      if (pairing === GATHERS) return writes.map(output => ({output, partner: pick(inputs, n)}));
      return [{output: pick(writes, n), partner: pick(inputs, n)}];
    });
    const asBias = this.used("bias", cell).flatMap(({step}) => step.writes.map(output => ({output})));
    return [...asInput, ...asKernel, ...asBias];
  }

  // Every cell that depends on a cell or that it depends on, through all layers.
  connected(cell) {
    const found = new Map();
    const add = each => each && !found.has(key(each)) && found.set(key(each), each);
    const back = each => {
      for (const {inputs, kernels, bias} of this.written(each)) {
        [...kernels, ...bias].forEach(add);
        for (const input of inputs) if (add(input)) follow(this.twin(input, false), back);
      }
    };
    const forth = each => {
      for (const {output, partner} of this.products(each)) {
        add(partner);
        if (add(output)) follow(this.twin(output, true), forth);
      }
    };
    const follow = (twin, further) => twin && add(twin) && further(twin);
    back(cell);
    forth(cell);
    follow(this.twin(cell, false), back);
    follow(this.twin(cell, true), forth);
    found.delete(key(cell));
    return [...found.values()];
  }

  // The arithmetic of an output cell as mathtext; in letters where there are no numbers.
  sum(cell) {
    const known = this.film.sums[cell.map]?.[cell.cell];
    if (known) return known;
    const written = this.written(cell);
    if (!written.length) return "";
    const [opening, separator, closing, isWeighted] = written[0].step.notation;
    const terms = written.flatMap(({inputs, kernels}) => inputs.map((input, n) => {
      const weight = kernels[n] ? this.letter("w", kernels[n]) : isWeighted ? `w_{${this.within(inputs, n)}}` : "";
      if (weight) return `${this.isZero(input) ? "0" : this.letter("x", input)} \\cdot ${weight}`;
      return this.isZero(input) ? "" : this.letter("x", input);
    })).filter(Boolean);
    const shown = terms.length > MOST ? [...terms.slice(0, MOST - 2), "\\cdots", terms.at(-1)] : terms;
    return `${this.letter("y", cell)} = ${opening}${shown.join(`${separator} `)}${closing}`;
  }

  // The product that a cell is part of, in numbers where there are some.
  product(cell, {partner, window}) {
    const isKernel = this.maps[cell.map].role === "kernel", isProduct = partner || window;
    const factor = (letter, each) => bracketed(this.value(each)) || (isProduct && this.isZero(each) ? "0" : this.letter(letter, each));
    const here = factor(isKernel ? "w" : "x", cell);
    const there = partner ? factor(isKernel ? "x" : "w", partner) : window && `w_{${window}}`;
    return there ? `${here} \\cdot ${there}` : here;
  }

  isZero(cell) {
    return "pz".includes(this.kind(cell));
  }

  // A cell as a letter with its map and its coordinates; an inserted zero as what it is.
  letter(letter, cell) {
    const at = this.coordinates(cell);
    if (at.includes(null)) return "0";
    const index = this.maps[cell.map].name.match(/\[(.*)\]/);
    return `${letter}_{${[...(index ? [index[1]] : []), ...at].join(",")}}`;
  }

  // The position in the window of its n-th cell.
  within(inputs, n) {
    const here = this.position(inputs[n]);
    return here.map((at, axis) => new Set(inputs.map(each => this.position(each)[axis]).filter(other => other < at)).size).join(",");
  }
}

const MOST = 24;

// The steps of a part, which are given one by one or by the first one and what is added to it.
function listed(steps) {
  if (Array.isArray(steps)) return steps;
  const {count, columns, first, down, across} = steps;
  return Array.from({length: count}, (_, t) => {
    let n = 0;
    return first.map(cells => cells.map(each => each + Math.floor(t / columns) * down[n] + (t % columns) * across[n++]));
  });
}

const bracketed = number => (number.startsWith("-") ? `(${number})` : number);

const key = ({map, cell}) => `${map}.${cell}`;

const isSame = (one, other) => one.map === other.map && one.cell === other.cell;

function isInside(corners, x, y) {
  let inside = false;
  for (let n = 0, last = corners.length - 2; n < corners.length; last = n, n += 2) {
    const [ax, ay, bx, by] = [corners[n], corners[n + 1], corners[last], corners[last + 1]];
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
  }
  return inside;
}
