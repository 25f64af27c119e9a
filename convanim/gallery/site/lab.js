// A config that is edited here and drawn by the package itself, which a worker runs. One question is
// on its way at a time; of those that wait only the last one is asked. START is the config to begin
// with, and what the package answers to it.

class Lab {
  constructor() {
    this.asked = this.waiting = null;
    this.number = 0;
    this.values = {};
    this.knobs = new Knobs((name, value) => {
      this.values[name] = value;
      this.ask();
    });
    $("config").value = new URLSearchParams(location.search).get("config") ?? START[0];
    $("config").addEventListener("input", () => this.edit());
    $("number").addEventListener("change", () => this.edit());
    $("share").addEventListener("click", () => this.share());
    this.worker = new Worker("lab/worker.js", {type: "module"});
    this.worker.addEventListener("message", ({data}) => this.told(data));
    this.worker.addEventListener("error", () => this.say("Python could not be loaded. Open this page from a server: python -m http.server"));
    if ($("config").value === START[0]) this.show(START[1]);
    this.say("Loading Python …");
    this.ask();
  }

  say(words) {
    $("status").textContent = words;
  }

  edit() {
    this.values = {};
    this.ask();
  }

  ask() {
    this.waiting = {number: ++this.number, text: $("config").value, figure: Math.max(0, $("number").selectedIndex), values: {...this.values}};
    if (!this.asked) this.next();
  }

  next() {
    [this.asked, this.waiting] = [this.waiting, null];
    if (this.asked) this.worker.postMessage(this.asked);
  }

  told({ready, failed, number, state}) {
    if (ready) {
      this.say("");
      return;
    }
    if (failed) this.say(`Python has failed: ${failed}`);
    if (number === undefined) return;
    this.next();
    if (state && !this.asked) this.show(state);
  }

  show(answer) {
    if (answer === this.shown) return;
    this.shown = answer;
    const state = JSON.parse(answer);
    const {figures, errors, knobs, book} = state;
    this.say(errors.length ? `${errors.length} ${errors.length === 1 ? "error" : "errors"}` : "");
    const chosen = Math.max(0, $("number").selectedIndex);
    $("number").replaceChildren(...figures.map(name => new Option(name)));
    $("number").selectedIndex = Math.min(chosen, figures.length - 1);
    $("several").hidden = figures.length < 2;
    $("errors").textContent = errors.map(({line, column, message, caret}) => (line ? `line ${line}, column ${column}: ${message}\n${caret}` : message)).join("\n");
    $("config").setAttribute("aria-invalid", errors.length > 0);
    // Texts are HTML where they have formulas, and take another property for the colour of theirs.
    for (const theme of book?.themes ?? []) theme.rules = theme.rules.map(rule => rule.replace(/fill:(#[0-9a-f]+)/, "fill:$1;color:$1"));
    showBook(state);
    if (knobs) this.knobs.show(knobs);
  }

  async share() {
    const link = `${location.origin}${location.pathname}?${new URLSearchParams({config: $("config").value})}`;
    history.replaceState(null, "", link);
    await navigator.clipboard?.writeText(link).catch(() => {});
    this.say("The address of this page now holds the config.");
  }
}

window.lab = new Lab();
