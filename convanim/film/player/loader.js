// Unpacks the script and the book of this page, and runs the script, whose hash the page names.
(async () => {
  const bytes = Uint8Array.from(atob(document.getElementById("packed").textContent), letter => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const {script, book} = await new Response(stream).json();
  document.body.append(Object.assign(document.createElement("script"), {textContent: script}));
  play(book);
})();
