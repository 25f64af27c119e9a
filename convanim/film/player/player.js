// The controls around a drawing.

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

  // Shows another book, at the same step as far as it has it.
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

  // Shows the figure that the sliders choose; where there is none, the last one stays.
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

  // A step by hand: it pauses, is said aloud, and is kept in the address.
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

  // A click or Enter keeps a cell, or lets it go; an output goes to the step that writes it.
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
    this.lit.setAttribute("d", outline(this.maps, lit));
    this.chosen.setAttribute("d", cell && this.maps.isDrawn(cell) ? outline(this.maps, [cell]) : "");
    $("pin").setAttribute("aria-pressed", Boolean(this.pinned));
    $("pin").textContent = this.pinned ? say("Unpin") : say("Pin");
    this.tell(cell);
  }

  // Writes about a cell; about what the step writes where none is chosen.
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
