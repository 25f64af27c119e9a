// The figures of the index: those that have every word, and the operation and the view chosen. The
// address keeps what was asked, as in #find=stride&operation=conv.

const MOST_LINES = 3;

const LETTERS = {stride: "s", kernel: "k", filter: "k", window: "k", padding: "p", dilation: "d", input: "i"};

const SIZE = Object.keys(LETTERS).join("|");

// What readers also call a layer whose line has this.
const ALSO = [
  [/conv/, "convolution"],
  [/transposed_conv/, "deconvolution fractionally strided"],
  [/pool/, "pooling downsampling"],
  [/ d=/, "dilated dilation atrous"],
  [/ s=/, "strided"],
  [/output \d+(?:,|$)/, "1d conv1d"],
  [/output \d+ x \d+(?:,|$)/, "2d conv2d"],
  [/output \d+ x \d+ x \d+(?:,|$)/, "3d conv3d"],
];

const wordsOf = text => text.toLowerCase().split(/[\s,;:()/_]+/).filter(Boolean);

// The words that are asked for; sizes as lines of layers write them: "stride 2" is s=2, "3 x 3" is k=3.
function asked(find) {
  const size = (_, word, n) => ` ${LETTERS[word] ?? "k"}=${n}`;
  return wordsOf(find.toLowerCase()
    .replace(/(\d+) ?[x×] ?(\d+)/g, (found, rows, columns) => (rows === columns ? `kernel ${rows}` : `${rows}x${columns}`))
    .replace(new RegExp(`(${SIZE})s?(?: size)?(?: kernel)?[ =]*(\\d\\S*)`, "g"), size)
    .replace(/( k=\d+) (?:kernel|filter|window)s?/g, "$1"));
}

// Whether a figure has a word: numbers whole, and other words from their start.
const has = (words, wanted) => words.some(word => (/\d/.test(wanted) ? word === wanted || word.endsWith(`=${wanted}`) : word.startsWith(wanted)));

class Catalogue {
  constructor(figures) {
    this.asked = [$("find"), $("operation"), $("view")];
    this.cards = [...document.querySelectorAll(".card")].map((card, n) => {
      const lines = linesOf(figures[n]).slice(0, MOST_LINES).flatMap(words => [words, made("br")]);
      card.append(made("p", {className: "sizes"}, ...lines.slice(0, -1)));
      const heading = card.closest("section").querySelector("h2").textContent;
      const also = figures[n].layers.flatMap(line => ALSO.filter(([part]) => part.test(line)).map(([, words]) => words));
      return {card, figure: figures[n], words: wordsOf([heading, figures[n].stem, card.textContent, ...figures[n].layers, ...linesOf(figures[n]), ...also].join(" "))};
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
    const wanted = asked(find);
    const isOf = (list, name) => !name || list.includes(name);
    let count = 0;
    for (const {card, words, figure: {operations, views}} of this.cards) {
      card.hidden = !(wanted.every(each => has(words, each)) && isOf(operations, operation) && isOf(views, view));
      count += !card.hidden;
    }
    for (const section of document.querySelectorAll("main > section")) section.hidden = !section.querySelector(".card:not([hidden])");
    const isAsked = this.asked.some(each => each.value);
    $("found").textContent = isAsked ? say("{} of {} figures", count, this.cards.length) : "";
  }
}
