// Runs the script of this page, whose hash the page names, with its book.
unpack(document.getElementById("packed").textContent).then(({script, book}) => {
  document.body.append(Object.assign(document.createElement("script"), {textContent: script}));
  play({...book, films: filmsOf(book)});
});
