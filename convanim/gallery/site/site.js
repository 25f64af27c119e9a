// Starts what a page of the gallery has: the figures of the index, or the player of one figure.

async function openIndex() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => document.documentElement.classList.toggle("dark", dark.matches);
  dark.addEventListener("change", paint);
  paint();
  new Catalogue((await listing()).figures);
}

if ($("find")) openIndex();
else if (document.body.dataset.figure) openFigure(document.body.dataset.figure);
