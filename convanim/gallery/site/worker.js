// Runs the package in this browser. It is loaded once, and draws one config after the other.

import {loadPyodide} from "./pyodide.mjs";

const drawn = (async () => {
  const here = new URL(".", import.meta.url).href;
  const [python, packages] = await Promise.all([
    loadPyodide({indexURL: here}),
    fetch(new URL("packages.zip", here)).then(answer => answer.arrayBuffer()),
  ]);
  python.unpackArchive(packages, "zip");
  return python.pyimport("convanim.serving.text").drawn;
})();

drawn.then(() => postMessage({ready: true}), error => postMessage({failed: String(error)}));

addEventListener("message", async ({data: {number, text, figure, values}}) => {
  try {
    postMessage({number, state: (await drawn)(text, figure, JSON.stringify(values))});
  } catch (error) {
    postMessage({number, failed: String(error)});
  }
});
