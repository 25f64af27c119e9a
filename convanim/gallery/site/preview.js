// Figures that play in their cards: while they are pointed at or focused, or until a second press
// of their button. Readers who prefer reduced motion start them by the button alone.

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

  // The drawing has a shadow tree of its own: the classes of its roles are numbers.
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
