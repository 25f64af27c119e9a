// Makes this page of what it has packed: its style sheet, its elements, and the script, whose hash it
// names; and plays the book.
unpack(document.getElementById("packed").textContent).then(({style, controls, script, book}) => {
  const added = (parent, name, textContent) => parent.append(Object.assign(document.createElement(name), {textContent}));
  added(document.head, "style", style);
  document.querySelector("main").insertAdjacentHTML("beforeend", controls);
  added(document.body, "script", script);
  play({...book, films: filmsOf(book)});
});
