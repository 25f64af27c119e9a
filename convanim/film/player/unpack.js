// Returns what deflated JSON in base64 says.
async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), letter => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).json();
}

// Returns what a row has for each key, of columns that are lists by their keys.
function rowOf(columns, number) {
  return Object.fromEntries(Object.entries(columns).map(([key, list]) => [key, list[number]]));
}
