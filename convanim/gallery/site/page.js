// The page of one figure: the player, and around it what the gallery says of the figure.

const linkTo = (path, words, properties = {}) => made("a", {href: ROOT + path, ...properties}, words);

const pageOf = (figure, words, properties) => linkTo(`pages/${figure.stem}.html`, words, properties);

// Links to the figures before and after it.
function neighbours(before, after) {
  const nav = made("nav", {ariaLabel: say("Figures")});
  if (before) nav.append(pageOf(before, `‹ ${before.title}`, {rel: "prev"}));
  if (after) nav.append(pageOf(after, `${after.title} ›`, {rel: "next"}));
  return nav;
}

function about(figure, figures) {
  const {twins, files} = figure;
  const lines = twins.map(n => made("p", {}, say("Its transpose:"), " ", pageOf(figures[n], figures[n].title)));
  const links = files.flatMap(([words, path]) => [linkTo(path, words), " "]);
  const items = linesOf(figure).map(words => made("li", {}, words));
  return made("div", {className: "about"}, made("ul", {}, ...items), ...lines, made("p", {}, say("Files:"), " ", ...links));
}

function explanation(sections, hasSliders) {
  const head = made("h2", {id: "explained"}, hasSliders ? say("Explanation of the sizes in the config") : say("Explanation"));
  const section = made("section", {id: "explanation"}, head, ...sections.flatMap(explained));
  section.setAttribute("aria-labelledby", head.id);
  return section;
}

// A heading and its table; a row without a label continues the one above.
function explained([heading, rows]) {
  const title = made("h3", {}, heading), table = made("table");
  for (const [label, text] of rows) {
    if (!label && table.rows.length) [...table.rows].at(-1).cells[1].append(`\n${text}`);
    else table.append(made("tr", {}, made("th", {scope: "row"}, label), made("td", {}, text)));
  }
  return rows.length ? [title, table] : [title];
}

// How documents show the figure, by language; `words` fill the gaps.
function filled(snippets, words) {
  const escaped = text => String(text).replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
  const quoted = text => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const written = {HTML: escaped, Slides: quoted};
  return Object.fromEntries(Object.entries(snippets).map(([language, text]) => [
    say(language),
    text.replace(/\{(\w+)\}/g, (_, word) => (written[language] ?? String)(words[word])),
  ]));
}

// The page of a figure is dark where the index is.
async function openFigure(stem) {
  const {figures, snippets, lab} = await listing(), number = figures.findIndex(each => each.stem === stem), figure = figures[number];
  document.body.prepend(made("a", {className: "skip", href: "#content"}, say("Skip to the content")));
  document.querySelector("header").append(neighbours(figures[number - 1], figures[number + 1]));
  const facts = about(figure, figures);
  $("player").after(facts);
  const book = await bookOf(figure), poster = $("player").querySelector("img");
  const size = {width: poster.getAttribute("width"), height: poster.getAttribute("height")};
  Object.assign(book.films[0].code, filled(snippets[Number(figure.moves)], {...figure, alt: poster.alt, ...size}));
  $("player").innerHTML = CONTROLS;
  play({...book, texts: {...translations, ...book.texts}, follows: true});
  if (lab) facts.append(linkTo(`lab.html?${new URLSearchParams({config: book.films[0].code.YAML})}`, say("Change it in the lab")));
  facts.after(explanation(book.explanation, Boolean(book.sliders)));
}
