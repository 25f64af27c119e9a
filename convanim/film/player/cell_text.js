// What is written about a cell: its arithmetic, and the steps that use it.

const MOST_PRODUCTS = 6;

// The arithmetic of a cell: its sum, or the products that it is part of.
function arithmetic(maps, cell, isChosen) {
  const text = maps.sum(maps.origin(cell)), value = maps.value(cell);
  if (text) return [line(isChosen ? "" : `${maps.name(cell)}: `, ...sum(text))];
  const products = maps.products(cell).slice(0, MOST_PRODUCTS);
  const found = products.map(each => line(say("in {}: ", maps.name(each.output)), formula(maps.product(cell, each))));
  return value ? [line(...around("holds {}", formula(value))), ...found] : found;
}

function uses(maps, cell, written) {
  const outputs = new Map(maps.products(cell).map(({output}) => [key(output), output]));
  const found = written >= 0 ? [say("Written in step {}.", written + 1)] : [];
  if (outputs.size) found.push(outputs.size === 1 ? say("Read by 1 output.") : say("Read by {} outputs.", outputs.size));
  else if (written < 0 && !maps.written(cell).length) found.push(say("No step reads it."));
  return found;
}


function line(...parts) {
  const made = document.createElement("div");
  made.append(...parts);
  return made;
}
