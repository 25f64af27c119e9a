// Shows a config and its figure, and both again whenever the config is saved.

class Desk {
  constructor() {
    this.asked = new URLSearchParams(location.search);
    this.latest = 0;
    $("config").addEventListener("change", () => this.choose({config: $("config").value}));
    $("number").addEventListener("change", () => this.choose({config: this.asked.get("config"), number: $("number").value}));
    const news = new EventSource("/news");
    news.addEventListener("message", () => this.load());
    news.addEventListener("open", () => this.load());
    news.addEventListener("error", () => ($("status").textContent = "The server has stopped."));
  }

  choose(asked) {
    this.asked = new URLSearchParams(asked);
    try {
      history.replaceState(null, "", `?${this.asked}`);
    } catch {
      // What is shown matters more than the address.
    }
    this.knobs = "";
    this.load();
  }

  // Only the answer to the last question is shown.
  async load() {
    const number = ++this.latest;
    const answer = await fetch(`/state?${this.asked}`);
    const state = answer.ok ? await answer.json() : {};
    if (number !== this.latest) return;
    if (answer.ok) this.show(state);
    else $("status").textContent = "There is no such config any more.";
  }

  show({config, configs, figures, text, errors, knobs, book, refusal}) {
    this.asked.set("config", config);
    $("status").textContent = errors.length ? `${errors.length} ${errors.length === 1 ? "error" : "errors"}` : "";
    options($("config"), configs, configs.indexOf(config));
    options($("number"), figures, Math.min(Number(this.asked.get("number") || 0), figures.length - 1));
    $("several").hidden = figures.length < 2;
    this.source(config, text, errors);
    if (knobs) this.turn(knobs);
    $("refusal").textContent = refusal || "";
    if (book) {
      if (window.player) player.replace(book);
      else play(book);
    }
    $("drawing").classList.toggle("stale", !book);
  }

  // The lines of a config, with each error below its line; errors elsewhere stand above.
  source(config, text, errors) {
    const own = errors.filter(({source, line}) => line && (source === config || source.endsWith(`/${config}`)));
    const others = errors.filter(each => !own.includes(each));
    $("errors").textContent = others.map(({source, line, column, message, caret}) => (line ? `${source}:${line}:${column}: ${message}\n${caret}` : message)).join("\n");
    $("lines").replaceChildren(...text.replace(/\n$/, "").split("\n").map((words, n) => {
      const item = document.createElement("li");
      item.textContent = words;
      for (const {column, message} of own.filter(each => each.line === n + 1)) {
        const fault = document.createElement("div");
        fault.className = "fault";
        fault.textContent = `${" ".repeat(column - 1)}^ ${message}`;
        item.className = "faulty";
        item.append(fault);
      }
      return item;
    }));
  }

  // Sliders for the numbers of the config; they are made again only when these have changed.
  turn(knobs) {
    const known = JSON.stringify(knobs);
    if (known === this.knobs) return;
    this.knobs = known;
    for (const {name} of knobs) this.asked.delete(name);
    for (const old of document.querySelectorAll("#sliders .knob")) old.remove();
    for (const knob of knobs) $("refusal").before(this.knob(knob));
    $("sliders").hidden = !knobs.length;
  }

  knob({name, letter, label, value, first, last}) {
    const range = Object.assign(document.createElement("input"), {type: "range", id: `knob-${name}`, min: first, max: last, value});
    const shown = Object.assign(document.createElement("output"), {value});
    const words = Object.assign(document.createElement("label"), {htmlFor: range.id});
    words.append(math("math", math("mi", letter)), ` ${label}`);
    range.addEventListener("input", () => {
      shown.value = range.value;
      range.setAttribute("aria-valuetext", `${label} ${range.value}`);
      this.asked.set(name, range.value);
      this.load();
    });
    const knob = line(words, shown, range);
    knob.className = "knob";
    return knob;
  }
}

function options(select, names, chosen) {
  const isSame = select.options.length === names.length && names.every((name, n) => select.options[n].text === name);
  if (!isSame) select.replaceChildren(...names.map((name, n) => new Option(name, select.id === "number" ? n : name)));
  select.selectedIndex = chosen;
}

window.desk = new Desk();
