// Sliders for the numbers of a config; they are made again only when these have changed.

class Knobs {
  // `turn` is called with the name and the value of a slider that was moved.
  constructor(turn) {
    this.turn = turn;
    this.known = "[]";
  }

  // Shows sliders, and returns whether they are others than before.
  show(knobs) {
    const known = JSON.stringify(knobs);
    if (known === this.known) return false;
    this.known = known;
    for (const old of document.querySelectorAll("#sliders .knob")) old.remove();
    for (const knob of knobs) $("refusal").before(this.slider(knob));
    $("sliders").hidden = !knobs.length;
    return true;
  }

  slider({name, letter, label, value, first, last}) {
    const range = Object.assign(document.createElement("input"), {type: "range", id: `knob-${name}`, min: first, max: last, value});
    const shown = Object.assign(document.createElement("output"), {value});
    const words = Object.assign(document.createElement("label"), {htmlFor: range.id});
    words.append(math("math", math("mi", letter)), ` ${label}`);
    range.addEventListener("input", () => {
      shown.value = range.value;
      range.setAttribute("aria-valuetext", `${label} ${range.value}`);
      this.turn(name, Number(range.value));
    });
    const knob = line(words, shown, range);
    knob.className = "knob";
    return knob;
  }
}

// Shows the book of a state, or the one before it, pale, where there is none.
function showBook({book, refusal}) {
  $("refusal").textContent = refusal || "";
  if (book && window.player) player.replace(book);
  else if (book) play({...book, follows: true});
  $("drawing").classList.toggle("stale", !book);
}
