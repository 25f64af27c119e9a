// The books of a gallery. They are scripts, as a page in a file cannot fetch another file: each one
// calls `shelve` with its name and what it holds.

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
    wanted.script = Object.assign(document.createElement("script"), {src: `${document.documentElement.dataset.root}site/${name.split("/").map(encodeURIComponent).join("/")}.js`});
    wanted.script.addEventListener("error", () => wanted.reject(new Error(`${name}.js is missing`)));
    document.head.append(wanted.script);
  }
  return wanted.content;
}

// Returns the book of a figure, with what it shares with others.
async function bookOf(file, name) {
  const [shared, {letters, themes, names, books, films}] = await Promise.all([fetched("letters"), fetched(file)]);
  const number = names.indexOf(name);
  const book = rowOf(books, number);
  return {
    ...book,
    letters: book.letters.map(n => shared[letters[n]]),
    themes: book.themes.map(n => themes[n]),
    films: [rowOf(films, number)],
  };
}
