// Returns what deflated JSON says; two signs have thirteen bits, and a last one alone has six.
async function unpack(packed) {
  const bytes = [];
  for (let n = 0, held = 0, bits = 0; n < packed.length; n += 2) {
    const isPair = n + 1 < packed.length;
    held |= (signAt(packed, n) + (isPair ? 91 * signAt(packed, n + 1) : 0)) << bits;
    for (bits += isPair ? 13 : 6; bits >= 8; bits -= 8, held >>= 8) bytes.push(held & 255);
  }
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).json();
}

// The number of a sign; quotation mark, opening bracket and backslash are none.
function signAt(packed, n) {
  const code = packed.charCodeAt(n);
  return code - 33 - (code > 34) - (code > 60) - (code > 92);
}

// Returns what a row has for each key, of columns that are lists by their keys.
function rowOf(columns, number) {
  return Object.fromEntries(Object.entries(columns).map(([key, list]) => [key, list[number]]));
}

function rowsOf(columns) {
  return (Object.values(columns)[0] || []).map((_, number) => rowOf(columns, number));
}

// Returns films, each with its own tracks.
function filmsOf({films, tracks}) {
  const all = rowsOf(tracks);
  let first = 0;
  return rowsOf(films).map(film => ({...film, tracks: all.slice(first, (first += film.tracks))}));
}
