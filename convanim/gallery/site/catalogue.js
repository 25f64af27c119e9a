// The figures of the index: those that have every word, and the operation and the view chosen. The
// address keeps what was asked, as in #find=stride&operation=conv.

const MOST_LINES = 3;

class Catalogue {
  constructor(figures) {
    this.asked = [$("find"), $("operation"), $("view")];
    this.cards = [...document.querySelectorAll(".card")].map((card, n) => {
      const lines = figures[n].layers.slice(0, MOST_LINES).flatMap(words => [words, made("br")]);
      card.append(made("p", {className: "sizes"}, ...lines.slice(0, -1)));
      const heading = card.closest("section").querySelector("h2").textContent;
      return {card, figure: figures[n], text: `${heading} ${figures[n].stem} ${card.textContent}`.toLowerCase()};
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
    const words = find.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (list, wanted) => !wanted || list.includes(wanted);
    let count = 0;
    for (const {card, text, figure: {operations, views}} of this.cards) {
      card.hidden = !(words.every(word => text.includes(word)) && has(operations, operation) && has(views, view));
      count += !card.hidden;
    }
    for (const section of document.querySelectorAll("main > section")) section.hidden = !section.querySelector(".card:not([hidden])");
    const isAsked = this.asked.some(each => each.value);
    $("found").textContent = isAsked ? `${count} of ${this.cards.length} figures` : "";
  }
}
