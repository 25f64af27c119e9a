// The code of a figure in several languages, a tab each, and the link to what is shown.

class Code {
  constructor() {
    this.tabs = [];
    this.number = 0;
    $("copy").addEventListener("click", () => this.copy());
  }

  // Makes a tab for each language, and chooses again what was chosen.
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

  // Shows the code of a film in the language chosen before.
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

  // Text of a language is looked up among the film's own alone: a config may name anything.
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
