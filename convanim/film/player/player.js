// The controls around a drawing. The address keeps their state: #step=3&cell=0.12&theme=dark.

const $ = id => document.getElementById(id);
const SPEEDS = [0.25, 0.5, 1, 2, 4];
const DPI = 300;
const MOST_PRODUCTS = 6;

class Player {
  constructor(book) {
    this.book = book;
    this.t = 0;
    this.part = 0;
    this.speed = 1;
    this.hovered = this.pinned = null;
    this.isCalm = matchMedia("(prefers-reduced-motion: reduce)");
    this.drawing = new Drawing($("drawing"), book);
    this.lit = element("path", {class: "lit"});
    this.chosen = element("path", {class: "chosen"});
    this.grounds = element("g");
    $("drawing").append(this.lit, this.chosen, this.grounds);
    $("name").textContent = book.name.replaceAll("_", " ");
    this.languages();
    this.sliders();
    this.open(book.films[0]);
    this.listen();
    this.restore();
  }

  open(film) {
    this.film = film;
    this.shownSteps = Array.isArray(film.shown) ? film.shown : Array.from({length: film.shown}, (_, t) => [t]);
    this.count = this.shownSteps.length;
    this.maps = new Maps(film);
    this.hovered = this.pinned = null;
    this.drawing.open(film);
    this.grounds.replaceChildren(...this.maps.maps.map((map, n) => this.ground(map, n)).filter(Boolean));
    $("scrub").max = this.count - 1;
    for (const id of ["first", "back", "play", "next", "last", "scrub", "speed"]) $(id).disabled = this.count < 2;
    $("size").hidden = !film.formulas.length;
    $("formulas").replaceChildren(...film.formulas.map(text => line(...typeset(text))));
    this.language(this.languageNumber);
    this.show(Math.min(this.t, this.count - 1));
  }

  // A slider for each size; those that no figure has say why, and the last figure stays.
  sliders() {
    const sliders = this.book.sliders || [];
    this.ranges = sliders.map(({letter, words, first, last, start}) => {
      const range = Object.assign(document.createElement("input"), {type: "range", id: `size-${letter}`, min: first, max: last, defaultValue: start});
      const shown = document.createElement("output");
      const label = Object.assign(document.createElement("label"), {htmlFor: range.id});
      label.append(math("math", math("mi", letter)), ` ${words}`);
      range.addEventListener("input", () => this.resize());
      $("refusal").before(line(label, shown, range));
      return {letter, words, range, shown};
    });
    $("sliders").hidden = !sliders.length;
    $("count").textContent = this.book.films.length;
    this.labels();
  }

  labels() {
    for (const {range, shown, words} of this.ranges) {
      shown.value = range.value;
      range.setAttribute("aria-valuetext", `${words} ${range.value}`);
    }
  }

  resize() {
    const found = this.book.keys[this.ranges.map(each => each.range.value).join(" ")];
    const refused = typeof found === "string";
    this.labels();
    $("refusal").textContent = refused ? found : "";
    $("drawing").classList.toggle("stale", refused);
    if (!refused) this.open(this.book.films[found]);
    this.light();
    this.remember();
  }

  // What can be pointed at and focused: all cells of a map.
  ground(map, number) {
    const cells = this.maps.drawn[number].map(([cell]) => cell);
    if (!cells.length) return null;
    const label = `${map.name}, ${map.shape.join(" × ")} cells: arrow keys choose one`;
    const ground = element("path", {
      class: "map", d: this.outline(cells), tabindex: 0, role: "application", "aria-label": label,
    });
    let last = cells.find(cell => this.maps.kind(cell) === "o") || cells[0];
    ground.addEventListener("focus", () => ground.matches(":focus-visible") && this.hover(last, true));
    ground.addEventListener("blur", () => this.hover(null));
    ground.addEventListener("keydown", event => {
      const next = this.neighbour(last, event.key);
      if (next) this.hover((last = next), true);
      else if (event.key === "Enter") this.choose(last);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return ground;
  }

  outline(cells) {
    return cells.map(cell => {
      const corners = this.maps.corners(cell);
      return `M${corners.map(each => each.toFixed(0)).join(" ")}z`;
    }).join("");
  }

  neighbour(cell, key) {
    const move = {ArrowLeft: [1, -1], ArrowRight: [1, 1], ArrowUp: [2, -1], ArrowDown: [2, 1], PageUp: [3, -1], PageDown: [3, 1]}[key];
    if (!move) return null;
    const {shape} = this.maps.maps[cell.map], at = this.maps.position(cell), axis = shape.length - move[0];
    if (axis < 0) return cell;
    for (at[axis] += move[1]; at[axis] >= 0 && at[axis] < shape[axis]; at[axis] += move[1]) {
      const next = {map: cell.map, cell: at.reduce((sum, n, k) => sum * shape[k] + n, 0)};
      if (this.maps.isDrawn(next)) return next;
    }
    return cell;
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
    on("pin", () => this.pin(this.pinned ? null : this.hovered || this.current()[0] || null));
    on("copy", () => this.copy());
    on("svg", () => save(`${this.stem()}.svg`, new Blob([this.drawing.document()], {type: "image/svg+xml"})));
    on("png", () => this.picture());
    $("full").hidden = !document.fullscreenEnabled;
    $("scrub").addEventListener("input", () => this.go(Number($("scrub").value)));
    $("speed").addEventListener("change", () => this.pace(Number($("speed").value)));
    const drawing = $("drawing");
    drawing.addEventListener("pointermove", event => this.hover(event.pointerType === "touch" ? this.hovered : this.under(event)));
    drawing.addEventListener("pointerleave", () => this.hover(null));
    drawing.addEventListener("click", event => this.choose(this.under(event)));
    document.addEventListener("keydown", event => this.key(event));
    addEventListener("hashchange", () => this.restore());
    addEventListener("message", event => this.told(event.data));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const {tagName, type} = event.target;
    if (tagName === "SELECT" || (event.key === " " && /^(BUTTON|SUMMARY)$/.test(tagName))) return;
    if ((type === "range" || event.target.closest?.("#text, #terms, #formulas")) && /^(Arrow|Home|End|Page)/.test(event.key)) return;
    const act = {
      " ": () => this.toggle(), ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1),
      PageDown: () => this.step(1), PageUp: () => this.step(-1),
      Home: () => this.step(-Infinity), End: () => this.step(Infinity),
      "]": () => this.pace(SPEEDS[SPEEDS.indexOf(this.speed) + 1]), "[": () => this.pace(SPEEDS[SPEEDS.indexOf(this.speed) - 1]),
      f: () => this.fullScreen(), t: () => this.theme(1 - this.themeNumber),
      p: () => this.pin(this.pinned ? null : this.hovered || this.current()[0] || null), Escape: () => this.pin(null),
    }[event.key];
    if (!act) return;
    act();
    event.preventDefault();
  }

  // Slides step the figure by messages such as {convanim: "next"}; each change is answered.
  told(message) {
    const acts = {
      next: () => this.step(1), previous: () => this.step(-1), play: () => this.play(), pause: () => this.pause(),
      go: () => this.go(Math.round(message.step) - 1), state: () => this.answer(),
    };
    const name = message?.convanim;
    if (Object.hasOwn(acts, String(name))) acts[name]();
  }

  answer(more = {}) {
    const state = {convanim: "state", step: this.t + 1, steps: this.count, playing: Boolean(this.playing), ...more};
    if (parent !== window) parent.postMessage(state, "*");
  }

  show(t, part = 0) {
    const isNew = t !== this.t || !this.shown;
    [this.t, this.part, this.shown] = [t, part, true];
    this.drawing.show(t, part);
    if (!isNew && part) return;
    const words = `Step ${t + 1} of ${this.count}`;
    $("scrub").value = t;
    $("scrub").setAttribute("aria-valuetext", words);
    $("step").value = `${t + 1} / ${this.count}`;
    $("drawing").setAttribute("aria-label", `${this.book.name}, ${words}`);
    if (!this.hovered && !this.pinned) this.tell(null);
    this.answer();
  }

  // A step by hand: it pauses, is said aloud, and is kept in the address.
  go(t) {
    if (!Number.isFinite(t)) return;
    this.pause();
    this.show(Math.max(0, Math.min(this.count - 1, t)));
    $("said").textContent = `Step ${this.t + 1} of ${this.count}. ${$("cell-head").textContent}`;
    this.remember();
  }

  step(by) {
    const t = Math.max(0, Math.min(this.count - 1, this.t + by));
    if (t === this.t && this.part === 0) this.answer({end: true});
    this.go(t);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
    this.remember();
  }

  play() {
    if (this.playing || this.count < 2) return;
    let before = null, elapsed = 0;
    const frame = now => {
      elapsed += before === null ? 0 : ((now - before) / 10) * this.speed;
      before = now;
      const lasts = at(this.film.times, this.t), moves = this.isCalm.matches ? 0 : at(this.film.moves, this.t);
      if (elapsed >= lasts) {
        elapsed = Math.min(elapsed - lasts, lasts);
        this.show((this.t + 1) % this.count);
      } else if (moves && elapsed > lasts - moves && this.t + 1 < this.count) {
        const part = (elapsed - lasts + moves) / moves;
        this.show(this.t, part * part * (3 - 2 * part));
      }
      this.playing = requestAnimationFrame(frame);
    };
    this.playing = requestAnimationFrame(frame);
    this.icon("M6 4h4v16H6zM14 4h4v16h-4z", "Pause");
    this.answer();
  }

  pause() {
    if (!this.playing) return;
    cancelAnimationFrame(this.playing);
    this.playing = null;
    this.show(this.t);
    this.icon("M7 4v16l13-8z", "Play");
  }

  icon(d, label) {
    $("play").setAttribute("aria-label", label);
    $("play").querySelector("path").setAttribute("d", d);
  }

  pace(speed) {
    if (!SPEEDS.includes(speed)) return;
    this.speed = speed;
    $("speed").value = speed;
    this.remember();
  }

  theme(number) {
    this.themeNumber = number;
    const theme = this.book.themes[number];
    this.drawing.paint(theme);
    $("stage").style.background = theme.page;
    document.documentElement.classList.toggle("dark", theme.dark);
    $("theme").textContent = theme.dark ? "Light" : "Dark";
    this.remember();
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

  // A click or Enter keeps a cell, or lets it go; an output goes to the step that writes it.
  choose(cell) {
    this.pin(cell && this.pinned && isSame(cell, this.pinned) ? null : cell);
    const frame = this.pinned ? this.frame(cell) : -1;
    if (frame >= 0) this.go(frame);
    else this.pause();
  }

  pin(cell) {
    this.pinned = cell;
    this.light();
    this.remember();
  }

  // The first frame that shows a step that writes a cell; -1 if none does.
  frame(cell) {
    const steps = this.maps.written(this.maps.origin(cell)).map(each => each.step);
    return this.shownSteps.findIndex(now => steps.some(step => now[step.part] === step.number));
  }

  // The cells that the step shown writes, the first one of each part of the page.
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
    this.lit.setAttribute("d", this.outline(lit));
    this.chosen.setAttribute("d", cell && this.maps.isDrawn(cell) ? this.outline([cell]) : "");
    $("pin").setAttribute("aria-pressed", Boolean(this.pinned));
    $("pin").textContent = this.pinned ? "Unpin" : "Pin";
    this.tell(cell);
  }

  // Writes about a cell; about what the step writes where none is chosen.
  tell(cell) {
    $("cell").hidden = !this.maps.steps.length;
    const cells = cell ? [cell] : this.current();
    const more = cell ? this.uses(cell) : ["Point at any cell, or tap it, to see what it is connected to."];
    $("cell-head").textContent = cell ? this.maps.name(cell) : "This step";
    $("terms").replaceChildren(...cells.flatMap(each => this.lines(each, Boolean(cell))));
    $("more").textContent = more.join(" ");
  }

  // The arithmetic of a cell: its sum, or the products that it is part of.
  lines(cell, isChosen) {
    const text = this.maps.sum(this.maps.origin(cell)), value = this.maps.value(cell);
    if (text) return [line(isChosen ? "" : `${this.maps.name(cell)}: `, ...sum(text))];
    const products = this.maps.products(cell).slice(0, MOST_PRODUCTS);
    const found = products.map(each => line(`in ${this.maps.name(each.output)}: `, formula(this.maps.product(cell, each))));
    return value ? [line("holds ", formula(value)), ...found] : found;
  }

  uses(cell) {
    const written = this.frame(cell), outputs = new Map(this.maps.products(cell).map(({output}) => [key(output), output]));
    const found = written >= 0 ? [`Written in step ${written + 1}.`] : [];
    if (outputs.size) found.push(`Read by ${outputs.size} ${outputs.size === 1 ? "output" : "outputs"}.`);
    else if (written < 0 && !this.maps.written(cell).length) found.push("No step reads it.");
    return found;
  }

  languages() {
    const entries = {...this.book.films[0].code};
    if (location.protocol !== "about:") entries.Link = null;
    this.tabs = Object.keys(entries).map((name, n) => {
      const tab = document.createElement("button");
      tab.textContent = name;
      tab.id = `tab-${n}`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", "text");
      tab.addEventListener("click", () => this.language(n));
      tab.addEventListener("keydown", event => {
        const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
        if (!by) return;
        this.language((n + by + this.tabs.length) % this.tabs.length, true);
        event.stopPropagation();
      });
      return tab;
    });
    $("languages").append(...this.tabs);
    this.languageNumber = 0;
  }

  language(number, isFocused = false) {
    this.tabs.forEach((tab, n) => {
      tab.setAttribute("aria-selected", n === number);
      tab.tabIndex = n === number ? 0 : -1;
    });
    if (isFocused) this.tabs[number].focus();
    const name = this.tabs[number].textContent;
    $("text").setAttribute("aria-labelledby", `tab-${number}`);
    $("text").textContent = this.film.code[name] ?? location.href;
    this.languageNumber = number;
    this.isLink = name === "Link";
  }

  async copy() {
    const text = $("text").textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren($("text"));
      document.execCommand("copy");
    }
    $("said").textContent = $("copy").textContent = "Copied";
    setTimeout(() => ($("copy").textContent = "Copy"), 1500);
  }

  stem() {
    return `${this.book.name}_step_${this.t + 1}`;
  }

  async picture() {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(this.drawing.document())}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = this.film.size.map(size => Math.round((size / 7200) * DPI));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(blob => save(`${this.stem()}.png`, blob));
  }

  // Puts what can be linked to into the address, without a new entry in the history.
  remember() {
    if (!this.isReady) return;
    const state = new URLSearchParams();
    if (this.isEmbedded) state.set("embed", "1");
    state.set("step", this.t + 1);
    for (const {letter, range} of this.ranges) if (range.value !== range.defaultValue) state.set(letter, range.value);
    if (this.pinned) state.set("cell", `${this.pinned.map}.${this.pinned.cell}`);
    if (this.themeNumber) state.set("theme", this.book.themes[1].name);
    if (this.speed !== 1) state.set("speed", this.speed);
    try {
      history.replaceState(null, "", `#${state}`);
    } catch {
      // A document without an address of its own keeps no state.
    }
    if (this.isLink) $("text").textContent = location.href;
  }

  restore() {
    const state = new URLSearchParams(location.hash.slice(1));
    this.isReady = false;
    this.isEmbedded = state.has("embed") || new URLSearchParams(location.search).has("embed");
    document.documentElement.classList.toggle("embed", this.isEmbedded);
    this.theme(Math.max(0, this.book.themes.findIndex(theme => theme.name === state.get("theme"))));
    this.pace(Number(state.get("speed") || 1));
    for (const {letter, range} of this.ranges) range.value = state.get(letter) ?? range.defaultValue;
    if (this.ranges.length) this.resize();
    const [, map, cell] = (state.get("cell")?.match(/^(\d+)\.(\d+)$/) || []).map(Number);
    this.pinned = this.maps.has({map, cell}) ? {map, cell} : null;
    this.light();
    const step = Number(state.get("step"));
    if (step) this.go(Math.round(step) - 1);
    else if (!this.isEmbedded && !this.isCalm.matches) this.play();
    this.isReady = true;
  }
}

const at = (list, n) => (Array.isArray(list) ? list[n] : list);

function line(...parts) {
  const made = document.createElement("div");
  made.append(...parts);
  return made;
}

function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function play(book) {
  if (book.version !== 1) throw new Error(`book version ${book.version}`);
  $("whole").hidden = false;
  window.player = new Player(book);
}
