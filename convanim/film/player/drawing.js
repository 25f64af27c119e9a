// Draws the frames of a film. A track is one place in the painting order; the book's backend
// documents its keys. Lengths are hundredths of a point.

const $ = id => document.getElementById(id);

const SVG = "http://www.w3.org/2000/svg";

function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Texts without outlines, in the fonts of the browser: formulas as MathML, in boxes of their own.
function texts([anchor, family, size, ...rest]) {
  const made = [];
  for (let n = 0; n < rest.length; n += 3) {
    const [text, x, y] = rest.slice(n, n + 3), font = `font: ${size}px ${family}`;
    if (!text.includes("$")) {
      made.push(element("text", {x, y, "text-anchor": anchor, style: font}, text));
      continue;
    }
    const width = size * text.length, left = {start: 0, middle: width / 2, end: width}[anchor];
    const box = document.createElement("div");
    box.style = `${font}; height: 100%; display: flex; align-items: center; white-space: pre; justify-content: ${anchor === "middle" ? "center" : anchor}`;
    box.append(...typeset(text));
    made.push(element("foreignObject", {x: x - left, y: y - 1.8 * size, width, height: 3 * size}, box));
  }
  return made;
}

// A track whose shapes have places of their own, given by the steps from one to the next, with these.
function placed(track) {
  if (!track.l || !Array.isArray(track.x[0])) return track;
  let x = 0, y = 0;
  return {...track, places: track.l.map((_, n) => [(x += track.x[0][n]), (y += track.x[1][n])])};
}

const between = (from, to, part) => from + (to - from) * part;

// The outlines of the letters that are used; a book may have others, too.
class Letters {
  constructor(book) {
    this.book = book;
    this.known = new Set();
    this.node = element("defs");
  }

  add(number) {
    if (this.known.has(number)) return;
    this.known.add(number);
    this.node.append(element("path", {id: `g${number}`, d: this.book.letters[number]}));
  }
}

// Frames that go on from each other: a node for each track, and where it is in each frame.
class Reel {
  constructor(book, letters, {tracks, columns}) {
    this.book = book;
    this.letters = letters;
    this.columns = columns;
    this.tracks = tracks.map(placed);
    this.nodes = this.tracks.map(track => this.node(track));
  }

  show(t, part = 0) {
    this.tracks.forEach((track, n) => this.place(track, this.nodes[n], t, part));
  }

  node(track) {
    const first = track.l ? track.l[0] : track.s;
    const isText = first != null && typeof this.book.shapes[first] !== "string";
    const node = element(isText ? "g" : "path", {class: `r${track.r}`});
    if (track.s != null) {
      this.fill(node, track.s);
      this.move(node, track.s, ...track.x);
    }
    return node;
  }

  // Gives a node the shape of that number; only where it has another one.
  fill(node, number) {
    if (node.shape === number) return;
    node.shape = number;
    const shape = this.book.shapes[number];
    if (typeof shape === "string") {
      node.setAttribute("d", shape);
      return;
    }
    if (typeof shape[0] === "string") {
      node.replaceChildren(...texts(shape));
      return;
    }
    const letters = [];
    let x = 0, y = 0;
    for (let n = 1; n < shape.length; n += 3) {
      this.letters.add(shape[n]);
      letters.push(element("use", {href: `#g${shape[n]}`, x: (x += shape[n + 1]), y: (y += shape[n + 2])}));
    }
    node.replaceChildren(...letters);
  }

  move(node, number, x, y) {
    const shape = this.book.shapes[number];
    const scale = typeof shape[0] === "string" ? "" : ` scale(${shape[0]})`;
    node.setAttribute("transform", `translate(${x} ${y})${scale}`);
  }

  place(track, node, t, part) {
    if (track.l) this.placeListed(track, node, t, part);
    else if (track.m) {
      const [down, right] = this.steps(t, part);
      const at = axis => track.x[axis] + (down * track.m[axis] + right * track.m[2 + axis]) / 10;
      this.move(node, track.s, at(0), at(1));
    } else if (track.f) {
      const [down, right] = this.steps(t, part);
      const at = n => track.p[n] + (down * track.d[n] + right * track.a[n]) / 10;
      const closed = this.book.areas.includes(track.r) ? "z" : "";
      let n = 0, d = "";
      for (const count of track.f) {
        for (let k = 0; k < count; k++, n += 2) d += `${k ? "L" : "M"}${at(n)} ${at(n + 1)}`;
        d += closed;
      }
      node.setAttribute("d", d);
    }
  }

  placeListed(track, node, t, part) {
    const here = this.listed(track, t), there = this.listed(track, t + 1);
    const moves = part && here && there && here[0] === there[0];
    const now = moves || part < 0.5 ? here : there;
    node.setAttribute("visibility", now ? "visible" : "hidden");
    if (!now) return;
    this.fill(node, now[0]);
    const [x, y] = moves ? [1, 2].map(n => between(here[n], there[n], part)) : now.slice(1);
    this.move(node, now[0], x, y);
  }

  // The shape of a frame and its place; nothing where it has none.
  listed(track, t) {
    const n = track.n ? track.n[t] : t, shape = track.l[n];
    return shape === undefined ? null : [shape, ...(track.places ? track.places[n] : track.x)];
  }

  // How many rows and columns a frame is from the first one.
  steps(t, part) {
    const columns = this.columns, of = n => [Math.floor(n / columns), n % columns];
    const here = of(t), there = of(t + 1);
    return part ? here.map((n, axis) => between(n, there[axis], part)) : here;
  }
}

class Drawing {
  constructor(svg, book) {
    this.svg = svg;
    this.book = book;
    this.style = element("style");
    this.patterns = element("defs");
    this.letters = new Letters(book);
    this.page = element("rect", {width: "100%", height: "100%"});
    this.body = element("g");
    svg.replaceChildren(this.style, this.letters.node, this.patterns, this.page, this.body);
  }

  open(film) {
    this.film = film;
    this.svg.setAttribute("viewBox", `0 0 ${film.size[0]} ${film.size[1]}`);
    this.steps = new Reel(this.book, this.letters, film);
    this.fades = film.fades && new Reel(this.book, this.letters, film.fades);
    this.shown = null;
  }

  // Colours are declarations and patterns of the library; no text of a config is among them.
  paint(theme) {
    this.style.textContent = theme.rules.map((rule, n) => `.r${n}{${rule}}`).join("");
    this.patterns.innerHTML = theme.patterns;
    this.page.setAttribute("fill", theme.page);
  }

  // Shows a drawing, or a part of the way to the next one: what moves starts and ends slowly.
  show(t, part = 0) {
    const fade = part && this.fades ? this.film.fades.after.indexOf(t) : -1;
    const reel = fade < 0 ? this.steps : this.fades;
    if (this.shown !== reel) this.body.replaceChildren(...reel.nodes);
    this.shown = reel;
    if (fade < 0) reel.show(t, part * part * (3 - 2 * part));
    else reel.show(this.film.fades.frames * fade + Math.floor(part * this.film.fades.frames));
  }

  // The drawing alone, as a document.
  document() {
    const [width, height] = this.film.size.map(size => (size / 100).toFixed(2));
    const copy = element("svg", {viewBox: this.svg.getAttribute("viewBox"), width: `${width}pt`, height: `${height}pt`});
    for (const part of [this.style, this.letters.node, this.patterns, this.page, this.body]) copy.append(part.cloneNode(true));
    return new XMLSerializer().serializeToString(copy);
  }
}
