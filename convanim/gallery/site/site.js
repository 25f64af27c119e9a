// Starts what a page of the gallery has: the figures of the index, or the player of one figure.

function explain(sections) {
  $("explanation").append(...sections.flatMap(([heading, rows]) => {
    const title = Object.assign(document.createElement("h3"), {textContent: heading});
    const table = document.createElement("table");
    for (const [label, text] of rows) {
      if (!label && table.rows.length) {
        [...table.rows].at(-1).cells[1].append(`\n${text}`);
        continue;
      }
      const row = table.insertRow(), head = document.createElement("th");
      head.scope = "row";
      head.textContent = label;
      row.append(head);
      row.insertCell().textContent = text;
    }
    return rows.length ? [title, table] : [title];
  }));
}

async function openFigure({book: file, figure}) {
  const book = await bookOf(file, figure);
  $("player").innerHTML = CONTROLS;
  play(book);
  const {root, lab} = document.documentElement.dataset;
  if (lab !== undefined) {
    const query = new URLSearchParams({config: book.films[0].code.YAML});
    const link = Object.assign(document.createElement("a"), {href: `${root}lab.html?${query}`, textContent: "Change it in the lab"});
    document.querySelector(".about").append(link);
  }
  explain(book.explanation);
}

function openIndex() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => document.documentElement.classList.toggle("dark", dark.matches);
  dark.addEventListener("change", paint);
  paint();
  new Catalogue();
}

if ($("find")) openIndex();
else if (document.body.dataset.figure) openFigure(document.body.dataset);
