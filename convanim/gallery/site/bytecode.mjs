// Run by node when the lab is written: draws a config as a browser will, and writes the archives
// again with all modules compiled that this took. Arguments: the folder of Pyodide, the folder of the
// archive of packages, which those are written to, the config, and the comment of the archives.

import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const [pyodide, folder, config, comment] = process.argv.slice(2);
const {loadPyodide} = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const python = await loadPyodide();
const packages = new Uint8Array(readFileSync(join(folder, "packages.zip")));
const library = new Uint8Array(readFileSync(join(pyodide, "python_stdlib.zip")));
python.unpackArchive(packages, "zip");
python.pyimport("convanim.serving.text").drawn(config, 0, "{}");
const {compiled} = python.pyimport("convanim.serving.bytecode");
for (const [name, archive] of Object.entries({"packages.zip": packages, "python_stdlib.zip": library})) {
  writeFileSync(join(folder, name), compiled(python.toPy(archive).tobytes(), comment).toJs());
}
