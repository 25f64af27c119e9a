// Sliders for the sizes of a figure; sizes that no figure has say why.

class Sliders {
  // `choose` is called with the number of a film, or with null where there is none.
  constructor(book, choose) {
    this.book = book;
    this.choose = choose;
    this.ranges = (book.sliders || []).map(slider => this.range(slider));
    $("sliders").hidden = !this.ranges.length;
    $("count").textContent = this.ranges.length ? this.counted(book.films.length, document.body.dataset.size, book.limit) : "";
    this.label();
  }

  // Pages of a gallery share their files, and have no size of their own.
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

  // The values that differ from those of the config, by letter.
  get changed() {
    return this.ranges.filter(({range}) => range.value !== range.defaultValue).map(({letter, range}) => [letter, range.value]);
  }

  // Sets the values that a function knows by letter, and the others as in the config.
  restore(value) {
    for (const {letter, range} of this.ranges) range.value = value(letter) ?? range.defaultValue;
    if (this.ranges.length) this.change();
  }
}
