// Shows a config and its figure, and both again whenever the config is saved.

class Desk {
  constructor() {
    this.asked = new URLSearchParams(location.search);
    this.latest = 0;
    this.knobs = new Knobs((name, value) => {
      this.asked.set(name, value);
      this.load();
    });
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
    showBook({book, refusal});
    if (knobs && this.knobs.show(knobs)) for (const {name} of knobs) this.asked.delete(name);
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
}

function options(select, names, chosen) {
  const isSame = select.options.length === names.length && names.every((name, n) => select.options[n].text === name);
  if (!isSame) select.replaceChildren(...names.map((name, n) => new Option(name, select.id === "number" ? n : name)));
  select.selectedIndex = chosen;
}

window.desk = new Desk();
