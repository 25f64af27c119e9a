// convanim gallery
"use strict";
let translations = {};
const english = [];
function say(text, ...parts) {
let next = 0;
return (translations[text] ?? text).replace(/\{(\d*)\}/g, (_, place) => parts[place || next++]);
}
function around(text, part) {
const [before, after] = (translations[text] ?? text).split("{}");
return [before, part, after];
}
function translate(book) {
const page = $("whole");
translations = book.texts;
page.lang = book.language;
if (!english.length) {
for (const node of page.querySelectorAll("[aria-label], [title]")) {
for (const name of ["aria-label", "title"]) if (node.hasAttribute(name)) english.push([node.getAttributeNode(name), node.getAttribute(name)]);
}
const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) if (walker.currentNode.data.trim()) english.push([walker.currentNode, walker.currentNode.data]);
}
for (const [node, text] of english) node.nodeValue = text.replace(text.trim(), say(text.trim()));
}
const $ = id => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
function element(name, attributes = {}, ...children) {
const made = document.createElementNS(SVG, name);
for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
made.append(...children);
return made;
}
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
function placed(track) {
if (!track.l || !Array.isArray(track.x[0])) return track;
let x = 0, y = 0;
return {...track, places: track.l.map((_, n) => [(x += track.x[0][n]), (y += track.x[1][n])])};
}
const between = (from, to, part) => from + (to - from) * part;
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
listed(track, t) {
const n = track.n ? track.n[t] : t, shape = track.l[n];
return shape === undefined ? null : [shape, ...(track.places ? track.places[n] : track.x)];
}
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
paint(theme) {
this.style.textContent = theme.rules.map((rule, n) => `.r${n}{${rule}}`).join("");
this.patterns.innerHTML = theme.patterns;
this.page.setAttribute("fill", theme.page);
}
show(t, part = 0) {
const fade = part && this.fades ? this.film.fades.after.indexOf(t) : -1;
const reel = fade < 0 ? this.steps : this.fades;
if (this.shown !== reel) this.body.replaceChildren(...reel.nodes);
this.shown = reel;
if (fade < 0) reel.show(t, part * part * (3 - 2 * part));
else reel.show(this.film.fades.frames * fade + Math.floor(part * this.film.fades.frames));
}
document() {
const [width, height] = this.film.size.map(size => (size / 100).toFixed(2));
const copy = element("svg", {viewBox: this.svg.getAttribute("viewBox"), width: `${width}pt`, height: `${height}pt`});
for (const part of [this.style, this.letters.node, this.patterns, this.page, this.body]) copy.append(part.cloneNode(true));
return new XMLSerializer().serializeToString(copy);
}
}
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const at = (list, n) => (Array.isArray(list) ? list[n] : list);
const countOf = film => (Array.isArray(film.shown) ? film.shown.length : film.shown);
class Playback {
constructor(show, end) {
this.show = show;
this.end = end;
this.speed = 1;
this.request = null;
}
get isPlaying() {
return this.request !== null;
}
start(film, t, times = Infinity) {
const last = countOf(film) - 1;
if (this.isPlaying || !last) return;
let before = null, elapsed = 0;
if (t === last && times < Infinity) this.show((t = 0), 0);
const frame = now => {
elapsed += before === null ? 0 : ((now - before) / 10) * this.speed;
before = now;
const lasts = at(film.times, t), moves = CALM.matches ? 0 : at(film.moves, t);
this.request = requestAnimationFrame(frame);
if (elapsed >= lasts && t === last && --times < 1) {
this.end();
} else if (elapsed >= lasts) {
elapsed = Math.min(elapsed - lasts, lasts);
t = t === last ? 0 : t + 1;
this.show(t, 0);
} else if (moves && elapsed > lasts - moves && t < last) {
this.show(t, (elapsed - lasts + moves) / moves);
}
};
this.request = requestAnimationFrame(frame);
}
stop() {
cancelAnimationFrame(this.request);
this.request = null;
}
}
const MATHML = "http://www.w3.org/1998/Math/MathML";
const SIGNS = {
cdot: "⋅", ast: "∗", times: "×", lfloor: "⌊", rfloor: "⌋", lceil: "⌈", rceil: "⌉", infty: "∞", approx: "≈",
to: "→", rightarrow: "→", cdots: "⋯", ldots: "…", sum: "∑", max: "max", min: "min", sigma: "σ",
leq: "≤", geq: "≥", partial: "∂", sim: "∼", Sigma: "Σ", backslash: "\\",
};
const ACCENTS = {hat: "^", tilde: "~", bar: "¯"};
const SPACES = {quad: "1em", ",": "0.17em", ";": "0.28em", " ": "0.33em"};
const FENCES = "()[]⌊⌋⌈⌉";
function math(name, ...children) {
const made = document.createElementNS(MATHML, name);
made.append(...children);
return made;
}
function formula(text) {
const tokens = text.match(/\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[^\s]/g) || [];
return math("math", ...row(tokens, () => false));
}
function sum(text) {
const pieces = [...formula(text).childNodes], made = [];
let rest = [];
for (const piece of pieces) {
rest.push(piece);
if (piece.localName !== "mo" || !"+=≈→;⋯".includes(piece.textContent)) continue;
piece.setAttribute("form", "infix");
made.push(math("math", ...rest), " ");
rest = [];
}
return [...made, math("math", ...rest)];
}
function row(tokens, ends) {
const made = [];
while (tokens.length && !ends(tokens[0])) {
const sign = tokens[0], previous = made.at(-1);
if ((sign === "_" || sign === "^") && previous) {
tokens.shift();
made.pop();
made.push(math(sign === "_" ? "msub" : "msup", previous, piece(tokens)));
} else if (sign === "-" && /^\d/.test(tokens[1] || "") && isStart(previous)) {
tokens.shift();
made.push(math("mn", `−${tokens.shift()}`));
} else made.push(piece(tokens));
}
return made;
}
const isStart = previous => !previous || (previous.localName === "mo" && !")]⌋⌉′".includes(previous.textContent));
function group(tokens) {
if (tokens[0] !== "{") return [piece(tokens)];
tokens.shift();
const made = row(tokens, token => token === "}");
tokens.shift();
return made;
}
function piece(tokens) {
const token = tokens.shift() || "";
if (token === "{") {
tokens.unshift(token);
return math("mrow", ...group(tokens));
}
if (token.startsWith("\\")) return command(token.slice(1), tokens);
if (/^\d/.test(token)) return math("mn", token);
if (/^\p{L}/u.test(token)) return math("mi", token);
if (token === "'") return math("mo", "′");
return operator(token === "-" ? "−" : token === "*" ? "⋅" : token);
}
function command(name, tokens) {
if (name === "frac") return fraction(tokens);
if (name === "dfrac") {
const made = fraction(tokens);
made.setAttribute("displaystyle", "true");
return made;
}
if (name in ACCENTS) return math("mover", math("mrow", ...group(tokens)), math("mo", ACCENTS[name]));
if (name.startsWith("math")) {
if (tokens[0] !== "{") return piece(tokens);
const end = tokens.indexOf("}");
return math("mtext", tokens.splice(0, end + 1).slice(1, -1).join(""));
}
if (name in SPACES) {
const space = math("mspace");
space.setAttribute("width", SPACES[name]);
return space;
}
if (name === "left" || name === "right") return piece(tokens);
const sign = SIGNS[name] || name;
return /^[\p{L}∞∂]+$/u.test(sign) ? math("mi", sign) : operator(sign);
}
const fraction = tokens => math("mfrac", math("mrow", ...group(tokens)), math("mrow", ...group(tokens)));
function operator(sign) {
const made = math("mo", sign);
if (FENCES.includes(sign)) made.setAttribute("stretchy", "⌊⌋⌈⌉".includes(sign));
return made;
}
function typeset(line) {
return line.split("$").map((part, n) => (n % 2 ? formula(part) : document.createTextNode(part)));
}
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
cells([map, ...along]) {
let found = [0];
this.maps[map].shape.forEach((size, axis) => {
const [first, count, apart] = along.slice(3 * axis);
found = found.flatMap(at => Array.from({length: count}, (_, n) => at * size + first + n * apart));
});
return found.map(cell => ({map, cell}));
}
position({map, cell}) {
return this.maps[map].shape.reduceRight(([rest, found], size) => [Math.floor(rest / size), [rest % size, ...found]], [cell, []])[1];
}
kind({map, cell}) {
const along = this.position({map, cell}).map((n, axis) => this.maps[map].kinds[axis][n]);
if (along.every(kind => kind === "o")) return "o";
if (along.every(kind => "ox".includes(kind))) return "x";
return ["e", "x", "h", "p", "c", "z"].find(kind => along.includes(kind)).replace("x", "e");
}
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
twin(cell, ahead) {
const link = this.film.links.find(pair => pair[ahead ? 0 : 1] === cell.map);
if (!link || this.kind(cell) !== "o") return null;
const wanted = String(this.coordinates(cell));
return this.all(link[ahead ? 1 : 0]).find(other => this.kind(other) === "o" && String(this.coordinates(other)) === wanted);
}
origin(cell) {
return this.twin(cell, false) || cell;
}
written(cell) {
return this.used("writes", cell).map(({step, n}) => {
const {inputs, kernels, bias} = step;
if (step.pairing === ACCUMULATES) return {step, inputs, kernels: kernels.slice(n, n + 1), bias};
if (step.pairing === CELL_BY_CELL) return {step, inputs: inputs.slice(n, n + 1), kernels: kernels.slice(n, n + 1), bias};
return {step, inputs, kernels, bias};
});
}
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
letter(letter, cell) {
const at = this.coordinates(cell);
if (at.includes(null)) return "0";
const index = this.maps[cell.map].name.match(/\[(.*)\]/);
return `${letter}_{${[...(index ? [index[1]] : []), ...at].join(",")}}`;
}
within(inputs, n) {
const here = this.position(inputs[n]);
return here.map((at, axis) => new Set(inputs.map(each => this.position(each)[axis]).filter(other => other < at)).size).join(",");
}
}
const MOST = 24;
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
const MOST_PRODUCTS = 6;
function arithmetic(maps, cell, isChosen) {
const text = maps.sum(maps.origin(cell)), value = maps.value(cell);
if (text) return [line(isChosen ? "" : `${maps.name(cell)}: `, ...sum(text))];
const products = maps.products(cell).slice(0, MOST_PRODUCTS);
const found = products.map(each => line(say("in {}: ", maps.name(each.output)), formula(maps.product(cell, each))));
return value ? [line(...around("holds {}", formula(value))), ...found] : found;
}
function uses(maps, cell, written) {
const outputs = new Map(maps.products(cell).map(({output}) => [key(output), output]));
const found = written >= 0 ? [say("Written in step {}.", written + 1)] : [];
if (outputs.size) found.push(outputs.size === 1 ? say("Read by 1 output.") : say("Read by {} outputs.", outputs.size));
else if (written < 0 && !maps.written(cell).length) found.push(say("No step reads it."));
return found;
}
function line(...parts) {
const made = document.createElement("div");
made.append(...parts);
return made;
}
class Sliders {
constructor(book, choose) {
this.book = book;
this.choose = choose;
this.ranges = (book.sliders || []).map(slider => this.range(slider));
$("sliders").hidden = !this.ranges.length;
$("count").textContent = this.ranges.length ? this.counted(book.films.length, document.body.dataset.size, book.limit) : "";
this.label();
}
counted(count, size, limit) {
if (!size) return say("{} figures", count);
return limit ? say("{} figures in a file of {} kB; with more it would exceed {} kB", count, size, limit) : say("{} figures in a file of {} kB", count, size);
}
range({letter, words, first, last, start}) {
const range = Object.assign(document.createElement("input"), {type: "range", id: `size-${letter}`, min: first, max: last, defaultValue: start});
const shown = document.createElement("output");
const label = Object.assign(document.createElement("label"), {htmlFor: range.id});
label.append(math("math", math("mi", letter)), ` ${words} `, Object.assign(document.createElement("small"), {textContent: `${first}–${last}`}));
range.addEventListener("input", () => this.change());
$("refusal").before(line(label, shown, range));
return {letter, words, range, shown};
}
label() {
for (const {range, shown, words} of this.ranges) {
shown.value = range.value;
range.setAttribute("aria-valuetext", `${words} ${range.value}`);
}
}
change() {
const found = this.book.keys[this.ranges.map(each => each.range.value).join(" ")];
const isRefused = typeof found === "string";
this.label();
$("refusal").textContent = isRefused ? found : "";
this.choose(isRefused ? null : found);
}
get changed() {
return this.ranges.filter(({range}) => range.value !== range.defaultValue).map(({letter, range}) => [letter, range.value]);
}
restore(value) {
for (const {letter, range} of this.ranges) range.value = value(letter) ?? range.defaultValue;
if (this.ranges.length) this.change();
}
}
class Code {
constructor() {
this.tabs = [];
this.number = 0;
$("copy").addEventListener("click", () => this.copy());
}
languages(names) {
const wanted = [...names, ...(location.protocol === "about:" ? [] : [say("Link")])], chosen = this.tabs[this.number]?.textContent;
this.tabs = wanted.map((name, n) => this.tab(name, n));
this.number = Math.max(0, wanted.indexOf(chosen));
$("languages").replaceChildren(...this.tabs);
}
tab(name, n) {
const tab = document.createElement("button");
tab.textContent = name;
tab.id = `tab-${n}`;
tab.setAttribute("role", "tab");
tab.setAttribute("aria-controls", "text");
tab.addEventListener("click", () => this.choose(n));
tab.addEventListener("keydown", event => {
const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
if (!by) return;
this.choose((n + by + this.tabs.length) % this.tabs.length);
this.tabs[this.number].focus();
event.stopPropagation();
});
return tab;
}
open(code) {
this.code = code;
this.choose(this.number);
}
choose(number) {
this.number = number;
this.tabs.forEach((tab, n) => {
tab.setAttribute("aria-selected", n === number);
tab.tabIndex = n === number ? 0 : -1;
});
$("text").setAttribute("aria-labelledby", `tab-${number}`);
this.write();
}
write() {
const name = this.tabs[this.number].textContent;
$("text").textContent = Object.hasOwn(this.code, name) ? this.code[name] : location.href;
}
async copy() {
const text = $("text").textContent;
try {
await navigator.clipboard.writeText(text);
} catch {
getSelection().selectAllChildren($("text"));
document.execCommand("copy");
}
$("said").textContent = $("copy").textContent = say("Copied");
setTimeout(() => ($("copy").textContent = say("Copy")), 1500);
}
}
const DPI = 300;
const MOST_PRINTED = 12;
class Pictures {
constructor(player) {
this.player = player;
$("svg").addEventListener("click", () => {
save(`${this.stem()}.svg`, new Blob([player.drawing.document()], {type: "image/svg+xml"}));
});
$("png").addEventListener("click", () => this.png());
addEventListener("beforeprint", () => this.print());
addEventListener("afterprint", () => $("strip").replaceChildren());
}
stem() {
return `${this.player.book.name}_step_${this.player.t + 1}`;
}
async png() {
const image = new Image();
image.src = address(this.player.drawing.document());
await image.decode();
const canvas = document.createElement("canvas");
[canvas.width, canvas.height] = this.player.film.size.map(size => Math.round((size / 7200) * DPI));
canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
canvas.toBlob(blob => save(`${this.stem()}.png`, blob));
}
print() {
const {drawing, count, t, part} = this.player, shown = Math.min(count, MOST_PRINTED);
const steps = Array.from({length: shown}, (_, n) => (shown > 1 ? Math.round((n * (count - 1)) / (shown - 1)) : t));
$("strip").replaceChildren(...steps.map(step => {
drawing.show(step);
const image = new Image(), figure = document.createElement("figure");
image.src = address(drawing.document());
image.alt = say("Step {} of {}", step + 1, count);
figure.append(image, image.alt);
return figure;
}));
drawing.show(t, part);
}
}
const address = svg => `data:image/svg+xml,${encodeURIComponent(svg)}`;
function save(name, blob) {
const link = document.createElement("a");
link.href = URL.createObjectURL(blob);
link.download = name;
link.click();
setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
class Address {
constructor(player) {
this.player = player;
this.isReady = false;
addEventListener("hashchange", () => this.restore());
}
remember() {
if (!this.isReady) return;
const {t, sliders, pinned, themeNumber, usualTheme, book, playback} = this.player, state = new URLSearchParams();
if (this.isEmbedded) state.set("embed", "1");
state.set("step", t + 1);
for (const [letter, value] of sliders.changed) state.set(letter, value);
if (pinned) state.set("cell", `${pinned.map}.${pinned.cell}`);
if (themeNumber !== usualTheme) state.set("theme", book.themes[themeNumber].name);
if (playback.speed !== 1) state.set("speed", playback.speed);
try {
history.replaceState(null, "", `#${state}`);
} catch {
}
this.player.code.write();
}
restore() {
const {player} = this, state = new URLSearchParams(location.hash.slice(1));
this.isReady = false;
this.isEmbedded = state.has("embed") || new URLSearchParams(location.search).has("embed");
document.documentElement.classList.toggle("embed", this.isEmbedded);
const number = player.book.themes.findIndex(theme => theme.name === state.get("theme"));
player.theme(number < 0 ? player.usualTheme : number);
player.pace(Number(state.get("speed") || 1));
player.sliders.restore(letter => state.get(letter));
const [, map, cell] = (state.get("cell")?.match(/^(\d+)\.(\d+)$/) || []).map(Number);
player.pin(player.maps.has({map, cell}) ? {map, cell} : null);
const step = Number(state.get("step"));
if (step) player.go(Math.round(step) - 1);
else if (!this.isEmbedded && !CALM.matches) player.play();
this.isReady = true;
}
}
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
function outline(maps, cells) {
return cells.map(cell => `M${maps.corners(cell).map(each => each.toFixed(0)).join(" ")}z`).join("");
}
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
class Keyboard {
constructor(player) {
this.player = player;
document.addEventListener("keydown", event => this.press(event));
}
press(event) {
if (event.ctrlKey || event.metaKey || event.altKey || this.isTaken(event)) return;
const {player} = this;
const act = {
" ": () => player.toggle(), ArrowRight: () => player.step(1), ArrowLeft: () => player.step(-1),
PageDown: () => player.step(1), PageUp: () => player.step(-1),
Home: () => player.step(-Infinity), End: () => player.step(Infinity),
"]": () => player.pace(player.faster(1)), "[": () => player.pace(player.faster(-1)),
f: () => player.fullScreen(), t: () => player.theme(1 - player.themeNumber),
p: () => player.togglePin(), Escape: () => player.pin(null),
}[event.key];
if (!act) return;
act();
event.preventDefault();
}
isTaken({key, target}) {
const {tagName, type} = target;
if (/^(SELECT|TEXTAREA)$/.test(tagName) || (key === " " && /^(BUTTON|SUMMARY)$/.test(tagName))) return true;
const scrolls = type === "range" || target.closest?.("#text, #terms, #formulas");
return Boolean(scrolls) && /^(Arrow|Home|End|Page)/.test(key);
}
}
class Messages {
constructor(player) {
this.player = player;
addEventListener("message", event => this.told(event.data));
}
told(message) {
const {player} = this;
const acts = {
next: () => player.step(1), previous: () => player.step(-1), play: () => player.play(), pause: () => player.pause(),
go: () => player.go(Math.round(message.step) - 1), state: () => this.answer(),
};
const name = message?.convanim;
if (Object.hasOwn(acts, String(name))) acts[name]();
}
answer(more = {}) {
const {t, count, playback} = this.player;
const state = {convanim: "state", step: t + 1, steps: count, playing: playback.isPlaying, ...more};
if (parent !== window) parent.postMessage(state, "*");
}
}
const SPEEDS = [0.25, 0.5, 1, 2, 4];
const DARK = matchMedia("(prefers-color-scheme: dark)");
class Player {
constructor(book) {
translate(book);
this.t = 0;
this.part = 0;
this.themeNumber = this.usualTheme = book.follows && DARK.matches && book.themes[1].dark ? 1 : 0;
this.hovered = this.pinned = null;
this.playback = new Playback((t, part) => this.show(t, part), () => this.pause());
this.lit = element("path", {class: "lit"});
this.chosen = element("path", {class: "chosen"});
this.grounds = new Grounds(this);
this.messages = new Messages(this);
this.address = new Address(this);
this.code = new Code();
this.pictures = new Pictures(this);
this.sliders = new Sliders(book, number => this.resize(number));
this.replace(book);
this.listen();
new Keyboard(this);
this.address.restore();
}
replace(book) {
this.book = book;
translate(book);
this.drawing = new Drawing($("drawing"), book);
$("drawing").append(this.lit, this.chosen, this.grounds.node);
$("name").textContent = book.name.replaceAll("_", " ");
$("drawing").setAttribute("aria-description", book.alt || "");
this.open(book.films[0]);
this.theme(this.themeNumber);
}
open(film) {
const isPlaying = this.playback.isPlaying;
this.playback.stop();
this.film = film;
this.shownSteps = Array.isArray(film.shown) ? film.shown : Array.from({length: film.shown}, (_, t) => [t]);
this.count = countOf(film);
this.maps = new Maps(film);
this.hovered = this.pinned = null;
this.drawing.open(film);
this.grounds.open();
$("scrub").max = this.count - 1;
for (const id of ["first", "back", "play", "next", "last", "scrub", "speed"]) $(id).disabled = this.count < 2;
$("size").hidden = !film.formulas.length;
$("formulas").replaceChildren(...film.formulas.map(text => line(...typeset(text))));
$("notes").replaceChildren(...film.notes.map(text => line(...typeset(text))));
this.code.languages(Object.keys(film.code));
this.code.open(film.code);
this.show(Math.min(this.t, this.count - 1));
if (isPlaying) this.play();
}
resize(number) {
$("drawing").classList.toggle("stale", number === null);
if (number !== null) this.open(this.book.films[number]);
this.light();
this.address.remember();
}
listen() {
const on = (id, act) => $(id).addEventListener("click", act);
on("first", () => this.step(-Infinity));
on("back", () => this.step(-1));
on("next", () => this.step(1));
on("last", () => this.step(Infinity));
on("play", () => this.toggle());
on("theme", () => this.theme(1 - this.themeNumber));
on("full", () => this.fullScreen());
on("pin", () => this.togglePin());
$("full").hidden = !document.fullscreenEnabled;
$("scrub").addEventListener("input", () => this.go(Number($("scrub").value)));
$("speed").addEventListener("change", () => this.pace(Number($("speed").value)));
const drawing = $("drawing");
drawing.addEventListener("pointermove", event => this.hover(event.pointerType === "touch" ? this.hovered : this.under(event)));
drawing.addEventListener("pointerleave", () => this.hover(null));
drawing.addEventListener("click", event => this.choose(this.under(event)));
}
show(t, part = 0) {
const isNew = t !== this.t || !this.shown;
[this.t, this.part, this.shown] = [t, part, true];
this.drawing.show(t, part);
if (!isNew && part) return;
const words = say("Step {} of {}", t + 1, this.count);
$("scrub").value = t;
$("scrub").setAttribute("aria-valuetext", words);
$("step").value = `${t + 1} / ${this.count}`;
$("drawing").setAttribute("aria-label", `${this.book.name}, ${words}`);
if (!this.hovered && !this.pinned) this.tell(null);
this.messages.answer();
}
go(t) {
if (!Number.isFinite(t)) return;
this.pause();
this.show(Math.max(0, Math.min(this.count - 1, t)));
$("said").textContent = say("Step {} of {}. {}", this.t + 1, this.count, $("cell-head").textContent);
this.address.remember();
}
step(by) {
const t = Math.max(0, Math.min(this.count - 1, this.t + by));
if (t === this.t && this.part === 0) this.messages.answer({end: true});
this.go(t);
}
toggle() {
if (this.playback.isPlaying) this.pause();
else this.play();
this.address.remember();
}
play() {
this.playback.start(this.film, this.t, this.book.plays || Infinity);
if (!this.playback.isPlaying) return;
this.icon("M6 4h4v16H6zM14 4h4v16h-4z", say("Pause"));
this.messages.answer();
}
pause() {
if (!this.playback.isPlaying) return;
this.playback.stop();
this.show(this.t);
this.icon("M7 4v16l13-8z", say("Play"));
}
icon(d, label) {
$("play").setAttribute("aria-label", label);
$("play").querySelector("path").setAttribute("d", d);
}
pace(speed) {
if (!SPEEDS.includes(speed)) return;
this.playback.speed = speed;
$("speed").value = speed;
this.address.remember();
}
faster(by) {
return SPEEDS[SPEEDS.indexOf(this.playback.speed) + by];
}
theme(number) {
this.themeNumber = number;
const theme = this.book.themes[number];
this.drawing.paint(theme);
$("stage").style.background = theme.page;
document.documentElement.classList.toggle("dark", theme.dark);
$("theme").textContent = theme.dark ? say("Light") : say("Dark");
this.address.remember();
}
fullScreen() {
if (document.fullscreenElement) document.exitFullscreen();
else $("screen").requestFullscreen?.();
}
under(event) {
const matrix = $("drawing").getScreenCTM();
if (!matrix) return null;
const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
return this.maps.at(point.x, point.y, this.active().flatMap(step => [...step.writes, ...step.inputs]));
}
hover(cell, isSaid = false) {
if (cell && this.hovered ? isSame(cell, this.hovered) : cell === this.hovered) return;
this.hovered = cell;
this.light();
if (isSaid) $("said").textContent = `${$("cell-head").textContent}. ${$("more").textContent}`;
}
choose(cell) {
this.pin(cell && this.pinned && isSame(cell, this.pinned) ? null : cell);
const frame = this.pinned ? this.frame(cell) : -1;
if (frame >= 0) this.go(frame);
else this.pause();
}
togglePin() {
this.pin(this.pinned ? null : this.hovered || this.current()[0] || null);
}
pin(cell) {
this.pinned = cell;
this.light();
this.address.remember();
}
frame(cell) {
const steps = this.maps.written(this.maps.origin(cell)).map(each => each.step);
return this.shownSteps.findIndex(now => steps.some(step => now[step.part] === step.number));
}
current() {
return this.active().map(step => step.writes[0]);
}
active() {
const now = this.shownSteps[this.t];
return this.maps.steps.filter(step => now[step.part] === step.number);
}
light() {
const cell = this.hovered || this.pinned;
const lit = cell ? this.maps.connected(cell).filter(each => this.maps.isDrawn(each)) : [];
this.lit.setAttribute("d", outline(this.maps, lit));
this.chosen.setAttribute("d", cell && this.maps.isDrawn(cell) ? outline(this.maps, [cell]) : "");
$("pin").setAttribute("aria-pressed", Boolean(this.pinned));
$("pin").textContent = this.pinned ? say("Unpin") : say("Pin");
this.tell(cell);
}
tell(cell) {
$("cell").hidden = !this.maps.steps.length;
const cells = cell ? [cell] : this.current();
const more = cell ? uses(this.maps, cell, this.frame(cell)) : [say("Point at any cell, or tap it, to see what it is connected to.")];
$("cell-head").textContent = cell ? this.maps.name(cell) : say("This step");
$("terms").replaceChildren(...cells.flatMap(each => arithmetic(this.maps, each, Boolean(cell))));
$("more").textContent = more.join(" ");
}
}
function play(book) {
if (book.version !== 1) throw new Error(`book version ${book.version}`);
$("whole").hidden = false;
window.player = new Player(book);
}
const CONTROLS = "<div id=\"whole\" hidden>\n<div id=\"main\">\n<div id=\"screen\">\n<div id=\"stage\"><svg id=\"drawing\" role=\"group\"></svg></div>\n<div id=\"bar\" role=\"toolbar\" aria-label=\"Playback\">\n<button id=\"first\" aria-label=\"First step\" title=\"First step (Home)\"><svg viewBox=\"0 0 24 24\"><path d=\"M5 5h3v14H5zM20 5v14L9 12z\"/></svg></button>\n<button id=\"back\" aria-label=\"Previous step\" title=\"Previous step (left arrow)\"><svg viewBox=\"0 0 24 24\"><path d=\"M17 5v14L6 12z\"/></svg></button>\n<button id=\"play\" aria-label=\"Play\" title=\"Play or pause (space)\"><svg viewBox=\"0 0 24 24\"><path d=\"M7 4v16l13-8z\"/></svg></button>\n<button id=\"next\" aria-label=\"Next step\" title=\"Next step (right arrow)\"><svg viewBox=\"0 0 24 24\"><path d=\"M7 5v14l11-7z\"/></svg></button>\n<button id=\"last\" aria-label=\"Last step\" title=\"Last step (End)\"><svg viewBox=\"0 0 24 24\"><path d=\"M16 5h3v14h-3zM4 5v14l11-7z\"/></svg></button>\n<input id=\"scrub\" type=\"range\" min=\"0\" value=\"0\" aria-label=\"Step\">\n<output id=\"step\" for=\"scrub\"></output>\n<label>Speed <select id=\"speed\"><option value=\"0.25\">¼ ×</option><option value=\"0.5\">½ ×</option><option value=\"1\" selected>1 ×</option><option value=\"2\">2 ×</option><option value=\"4\">4 ×</option></select></label>\n<button id=\"theme\" title=\"Light or dark (t)\">Dark</button>\n<button id=\"full\" aria-label=\"Full screen\" title=\"Full screen (f)\"><svg viewBox=\"0 0 24 24\"><path d=\"M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z\"/></svg></button>\n</div>\n</div>\n<section id=\"code\" aria-label=\"Code\"><div id=\"languages\" role=\"tablist\" aria-label=\"Language\"></div>\n<pre id=\"text\" role=\"tabpanel\" tabindex=\"0\"></pre><button id=\"copy\">Copy</button></section>\n</div>\n<div id=\"side\">\n<fieldset id=\"sliders\" hidden><legend>Sizes</legend><p id=\"refusal\" role=\"status\"></p><p id=\"count\"></p></fieldset>\n<section id=\"cell\" aria-labelledby=\"cell-head\"><h2 id=\"cell-head\"></h2>\n<div id=\"terms\" tabindex=\"0\" role=\"group\" aria-label=\"Arithmetic\"></div><p id=\"more\"></p>\n<button id=\"pin\" aria-pressed=\"false\" title=\"Keep this cell lit (p)\">Pin</button></section>\n<section id=\"size\" aria-label=\"Output size\"><h2>Output size</h2><div id=\"formulas\" tabindex=\"0\" role=\"group\" aria-label=\"Formulas\"></div><div id=\"notes\"></div></section>\n<p id=\"save\">Save this step: <button id=\"svg\">SVG</button> <button id=\"png\">PNG</button></p>\n<details id=\"keys\"><summary>Keys</summary><dl>\n<dt>space</dt><dd>play or pause</dd><dt>← →</dt><dd>one step; Home and End: the first and the last</dd>\n<dt>[ ]</dt><dd>slower, faster</dd><dt>Tab</dt><dd>to a map; arrow keys then choose a cell, Enter keeps it and goes to its step</dd>\n<dt>p Esc</dt><dd>keep the lit cell, let it go</dd><dt>f t</dt><dd>full screen, light or dark</dd></dl></details>\n</div>\n<p id=\"said\" aria-live=\"polite\"></p>\n<div id=\"strip\" aria-hidden=\"true\"></div>\n</div>\n";
async function unpack(packed) {
const bytes = [];
for (let n = 0, held = 0, bits = 0; n < packed.length; n += 2) {
const isPair = n + 1 < packed.length;
held |= (signAt(packed, n) + (isPair ? 91 * signAt(packed, n + 1) : 0)) << bits;
for (bits += isPair ? 13 : 6; bits >= 8; bits -= 8, held >>= 8) bytes.push(held & 255);
}
const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
return new Response(stream).json();
}
function signAt(packed, n) {
const code = packed.charCodeAt(n);
return code - 33 - (code > 34) - (code > 60) - (code > 92);
}
function rowOf(columns, number) {
return Object.fromEntries(Object.entries(columns).map(([key, list]) => [key, list[number]]));
}
function rowsOf(columns) {
return (Object.values(columns)[0] || []).map((_, number) => rowOf(columns, number));
}
function filmsOf({films, tracks}) {
const all = rowsOf(tracks);
let first = 0;
return rowsOf(films).map(film => ({...film, tracks: all.slice(first, (first += film.tracks))}));
}
const ROOT = new URL("..", document.currentScript.src).href;
const shelves = new Map();
function shelf(name) {
if (!shelves.has(name)) {
const made = {};
made.content = new Promise((resolve, reject) => Object.assign(made, {resolve, reject}));
shelves.set(name, made);
}
return shelves.get(name);
}
function shelve(name, packed) {
unpack(packed).then(shelf(name).resolve, shelf(name).reject);
}
function fetched(name) {
const wanted = shelf(name);
if (!wanted.script) {
wanted.script = Object.assign(document.createElement("script"), {src: `${ROOT}site/${name.split("/").map(encodeURIComponent).join("/")}.js`});
wanted.script.addEventListener("error", () => wanted.reject(new Error(`${name}.js is missing`)));
document.head.append(wanted.script);
}
return wanted.content;
}
function made(name, properties = {}, ...children) {
const node = Object.assign(document.createElement(name), properties);
node.append(...children);
return node;
}
async function listing() {
const {figures, texts, ...more} = await fetched("figures");
translations = texts[document.documentElement.lang] ?? {};
return {figures: rowsOf(figures), ...more};
}
const linesOf = ({lines, layers}) => (document.documentElement.lang === "en" ? layers : lines ?? layers);
async function bookOf({book: file, name}) {
const [shared, held] = await Promise.all([fetched("letters"), fetched(file)]);
const {letters, rules, themes, shapes, names, books} = held;
const number = names.indexOf(name), book = rowOf(books, number);
const first = books.films.slice(0, number).reduce((sum, count) => sum + count, 0);
held.made ??= filmsOf(held);
let shape = 0;
return {
...book,
letters: letters.map(mark => shared[mark]),
shapes: book.shapes.map(step => shapes[(shape += step)]),
themes: book.themes.map(n => rowOf(themes, n)).map(theme => ({...theme, rules: theme.rules.map(n => rules[n])})),
films: held.made.slice(first, first + book.films),
};
}
class Preview {
constructor(card, figure) {
this.figure = figure;
this.picture = card.querySelector(".picture");
this.button = Object.assign(document.createElement("button"), {className: "play", ariaLabel: say("Play {}", figure.title), ariaPressed: false});
card.querySelector("h3").after(this.button);
this.isHeld = this.isWanted = false;
this.playback = new Playback((t, part) => this.drawing.show(t, part));
this.button.addEventListener("click", () => this.hold(!this.isHeld));
card.addEventListener("pointerenter", event => event.pointerType === "mouse" && this.want(true));
card.addEventListener("pointerleave", () => this.want(false));
card.addEventListener("focusin", event => event.target.matches(":focus-visible") && this.want(true));
card.addEventListener("focusout", () => this.want(false));
}
want(isWanted) {
this.isWanted = isWanted && !CALM.matches;
this.update();
}
hold(isHeld) {
this.isHeld = isHeld;
if (!isHeld) this.isWanted = false;
this.button.setAttribute("aria-pressed", isHeld);
this.update();
}
async update() {
if (!this.isHeld && !this.isWanted) {
this.playback.stop();
if (this.screen) this.screen.hidden = true;
return;
}
this.opening ??= this.open();
await this.opening;
if (!this.isHeld && !this.isWanted) return;
this.screen.hidden = false;
if (!this.playback.isPlaying) this.playback.start(this.film, 0);
}
async open() {
const book = await bookOf(this.figure);
[this.film] = book.films;
this.screen = document.createElement("span");
this.screen.className = "screen";
this.screen.setAttribute("aria-hidden", "true");
const svg = element("svg", {style: "display: block; width: 100%; height: 100%"});
this.screen.attachShadow({mode: "open"}).append(svg);
this.drawing = new Drawing(svg, book);
this.drawing.paint(book.themes[0]);
this.drawing.open(this.film);
this.drawing.show(0);
this.picture.append(this.screen);
}
}
const MOST_LINES = 3;
const LETTERS = {stride: "s", kernel: "k", filter: "k", window: "k", padding: "p", dilation: "d", input: "i"};
const SIZE = Object.keys(LETTERS).join("|");
const ALSO = [
[/conv/, "convolution"],
[/transposed_conv/, "deconvolution fractionally strided"],
[/pool/, "pooling downsampling"],
[/ d=/, "dilated dilation atrous"],
[/ s=/, "strided"],
[/output \d+(?:,|$)/, "1d conv1d"],
[/output \d+ x \d+(?:,|$)/, "2d conv2d"],
[/output \d+ x \d+ x \d+(?:,|$)/, "3d conv3d"],
];
const wordsOf = text => text.toLowerCase().split(/[\s,;:()/_]+/).filter(Boolean);
function asked(find) {
const size = (_, word, n) => ` ${LETTERS[word] ?? "k"}=${n}`;
return wordsOf(find.toLowerCase()
.replace(/(\d+) ?[x×] ?(\d+)/g, (found, rows, columns) => (rows === columns ? `kernel ${rows}` : `${rows}x${columns}`))
.replace(new RegExp(`(${SIZE})s?(?: size)?(?: kernel)?[ =]*(\\d\\S*)`, "g"), size)
.replace(/( k=\d+) (?:kernel|filter|window)s?/g, "$1"));
}
const has = (words, wanted) => words.some(word => (/\d/.test(wanted) ? word === wanted || word.endsWith(`=${wanted}`) : word.startsWith(wanted)));
class Catalogue {
constructor(figures) {
this.asked = [$("find"), $("operation"), $("view")];
this.cards = [...document.querySelectorAll(".card")].map((card, n) => {
const lines = linesOf(figures[n]).slice(0, MOST_LINES).flatMap(words => [words, made("br")]);
card.append(made("p", {className: "sizes"}, ...lines.slice(0, -1)));
const heading = card.closest("section").querySelector("h2").textContent;
const also = figures[n].layers.flatMap(line => ALSO.filter(([part]) => part.test(line)).map(([, words]) => words));
return {card, figure: figures[n], words: wordsOf([heading, figures[n].stem, card.textContent, ...figures[n].layers, ...linesOf(figures[n]), ...also].join(" "))};
});
for (const {card, figure} of this.cards) if (figure.moves) new Preview(card, figure);
for (const each of this.asked) each.addEventListener("input", () => this.ask());
addEventListener("hashchange", () => this.restore());
this.restore();
}
restore() {
const state = new URLSearchParams(location.hash.slice(1));
for (const each of this.asked) each.value = state.get(each.id) ?? "";
this.show();
}
ask() {
const state = new URLSearchParams(this.asked.filter(each => each.value).map(each => [each.id, each.value]));
history.replaceState(null, "", state.size ? `#${state}` : location.pathname);
this.show();
}
show() {
const [find, operation, view] = this.asked.map(each => each.value);
const wanted = asked(find);
const isOf = (list, name) => !name || list.includes(name);
let count = 0;
for (const {card, words, figure: {operations, views}} of this.cards) {
card.hidden = !(wanted.every(each => has(words, each)) && isOf(operations, operation) && isOf(views, view));
count += !card.hidden;
}
for (const section of document.querySelectorAll("main > section")) section.hidden = !section.querySelector(".card:not([hidden])");
const isAsked = this.asked.some(each => each.value);
$("found").textContent = isAsked ? say("{} of {} figures", count, this.cards.length) : "";
}
}
const linkTo = (path, words, properties = {}) => made("a", {href: ROOT + path, ...properties}, words);
const pageOf = (figure, words, properties) => linkTo(`pages/${figure.stem}.html`, words, properties);
function neighbours(before, after) {
const nav = made("nav", {ariaLabel: say("Figures")});
if (before) nav.append(pageOf(before, `‹ ${before.title}`, {rel: "prev"}));
if (after) nav.append(pageOf(after, `${after.title} ›`, {rel: "next"}));
return nav;
}
function about(figure, figures) {
const {twins, files} = figure;
const lines = twins.map(n => made("p", {}, say("Its transpose:"), " ", pageOf(figures[n], figures[n].title)));
const links = files.flatMap(([words, path]) => [linkTo(path, words), " "]);
const items = linesOf(figure).map(words => made("li", {}, words));
return made("div", {className: "about"}, made("ul", {}, ...items), ...lines, made("p", {}, say("Files:"), " ", ...links));
}
function explanation(sections, hasSliders) {
const head = made("h2", {id: "explained"}, hasSliders ? say("Explanation of the sizes in the config") : say("Explanation"));
const section = made("section", {id: "explanation"}, head, ...sections.flatMap(explained));
section.setAttribute("aria-labelledby", head.id);
return section;
}
function explained([heading, rows]) {
const title = made("h3", {}, heading), table = made("table");
for (const [label, text] of rows) {
if (!label && table.rows.length) [...table.rows].at(-1).cells[1].append(`\n${text}`);
else table.append(made("tr", {}, made("th", {scope: "row"}, label), made("td", {}, text)));
}
return rows.length ? [title, table] : [title];
}
function filled(snippets, words) {
const escaped = text => String(text).replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
const quoted = text => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const written = {HTML: escaped, Slides: quoted};
return Object.fromEntries(Object.entries(snippets).map(([language, text]) => [
say(language),
text.replace(/\{(\w+)\}/g, (_, word) => (written[language] ?? String)(words[word])),
]));
}
async function openFigure(stem) {
const {figures, snippets, lab} = await listing(), number = figures.findIndex(each => each.stem === stem), figure = figures[number];
document.body.prepend(made("a", {className: "skip", href: "#content"}, say("Skip to the content")));
document.querySelector("header").append(neighbours(figures[number - 1], figures[number + 1]));
const facts = about(figure, figures);
$("player").after(facts);
const book = await bookOf(figure), poster = $("player").querySelector("img");
const size = {width: poster.getAttribute("width"), height: poster.getAttribute("height")};
Object.assign(book.films[0].code, filled(snippets[Number(figure.moves)], {...figure, alt: poster.alt, ...size}));
$("player").innerHTML = CONTROLS;
play({...book, texts: {...translations, ...book.texts}, follows: true});
if (lab) facts.append(linkTo(`lab.html?${new URLSearchParams({config: book.films[0].code.YAML})}`, say("Change it in the lab")));
facts.after(explanation(book.explanation, Boolean(book.sliders)));
}
async function openIndex() {
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark", dark.matches);
dark.addEventListener("change", paint);
paint();
new Catalogue((await listing()).figures);
}
if ($("find")) openIndex();
else if (document.body.dataset.figure) openFigure(document.body.dataset.figure);
