// The books of a gallery. They are scripts, as a page in a file cannot fetch another file: each one
// calls `shelve` with its name and what it holds.

const ROOT = new URL("..", document.currentScript.src).href;

const shelves = new Map();

function shelf(name) {
  if (!shelves.has(name)) {
    const made = {};
    made.content = new Promise((resolve, reject) => Object.assign(made, {resolve, reject}));
    shelves.set(name, made);
  }
  return shelves.get(name);
}

function shelve(name, packed) {
  unpack(packed).then(shelf(name).resolve, shelf(name).reject);
}

// Returns what a script of the gallery holds, and loads the script the first time.
function fetched(name) {
  const wanted = shelf(name);
  if (!wanted.script) {
    wanted.script = Object.assign(document.createElement("script"), {src: `${ROOT}site/${name.split("/").map(encodeURIComponent).join("/")}.js`});
    wanted.script.addEventListener("error", () => wanted.reject(new Error(`${name}.js is missing`)));
    document.head.append(wanted.script);
  }
  return wanted.content;
}

function made(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

// Returns what the gallery says of all its figures, in order, the snippets of still and of moving
// ones, and whether it has a lab. From then on the page's own texts are in its language.
async function listing() {
  const {figures, texts, ...more} = await fetched("figures");
  translations = texts[document.documentElement.lang] ?? {};
  return {figures: rowsOf(figures), ...more};
}

// What a page says of the layers of a figure: in its language, unless the page is in English.
const linesOf = ({lines, layers}) => (document.documentElement.lang === "en" ? layers : lines ?? layers);

// Returns the book of a figure, with what it shares with others.
async function bookOf({book: file, name}) {
  const [shared, held] = await Promise.all([fetched("letters"), fetched(file)]);
  const {letters, rules, themes, shapes, names, books} = held;
  const number = names.indexOf(name), book = rowOf(books, number);
  const first = books.films.slice(0, number).reduce((sum, count) => sum + count, 0);
  held.made ??= filmsOf(held);
  let shape = 0;
  return {
    ...book,
    letters: letters.map(mark => shared[mark]),
    shapes: book.shapes.map(step => shapes[(shape += step)]),
    themes: book.themes.map(n => rowOf(themes, n)).map(theme => ({...theme, rules: theme.rules.map(n => rules[n])})),
    films: held.made.slice(first, first + book.films),
  };
}
