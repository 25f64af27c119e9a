// Sets the mathtext of formulas and sums as MathML.

const MATHML = "http://www.w3.org/1998/Math/MathML";
const SIGNS = {
  cdot: "⋅", ast: "∗", times: "×", lfloor: "⌊", rfloor: "⌋", lceil: "⌈", rceil: "⌉", infty: "∞", approx: "≈",
  to: "→", rightarrow: "→", cdots: "⋯", ldots: "…", sum: "∑", max: "max", min: "min", sigma: "σ",
  leq: "≤", geq: "≥", partial: "∂", sim: "∼", Sigma: "Σ", backslash: "\\",
};
const ACCENTS = {hat: "^", tilde: "~", bar: "¯"};
const SPACES = {quad: "1em", ",": "0.17em", ";": "0.28em", " ": "0.33em"};
const FENCES = "()[]⌊⌋⌈⌉";

function math(name, ...children) {
  const made = document.createElementNS(MATHML, name);
  made.append(...children);
  return made;
}

// Returns mathtext without dollar signs as one element.
function formula(text) {
  const tokens = text.match(/\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[^\s]/g) || [];
  return math("math", ...row(tokens, () => false));
}

// Returns mathtext as several elements, between which a line can break.
function sum(text) {
  const pieces = [...formula(text).childNodes], made = [];
  let rest = [];
  for (const piece of pieces) {
    rest.push(piece);
    if (piece.localName !== "mo" || !"+=≈→;⋯".includes(piece.textContent)) continue;
    piece.setAttribute("form", "infix");
    made.push(math("math", ...rest), " ");
    rest = [];
  }
  return [...made, math("math", ...rest)];
}

// Takes the pieces of a row off the tokens until one ends it.
function row(tokens, ends) {
  const made = [];
  while (tokens.length && !ends(tokens[0])) {
    const sign = tokens[0], previous = made.at(-1);
    if ((sign === "_" || sign === "^") && previous) {
      tokens.shift();
      made.pop();
      made.push(math(sign === "_" ? "msub" : "msup", previous, piece(tokens)));
    } else if (sign === "-" && /^\d/.test(tokens[1] || "") && isStart(previous)) {
      tokens.shift();
      made.push(math("mn", `−${tokens.shift()}`));
    } else made.push(piece(tokens));
  }
  return made;
}

const isStart = previous => !previous || (previous.localName === "mo" && !")]⌋⌉′".includes(previous.textContent));

function group(tokens) {
  if (tokens[0] !== "{") return [piece(tokens)];
  tokens.shift();
  const made = row(tokens, token => token === "}");
  tokens.shift();
  return made;
}

function piece(tokens) {
  const token = tokens.shift() || "";
  if (token === "{") {
    tokens.unshift(token);
    return math("mrow", ...group(tokens));
  }
  if (token.startsWith("\\")) return command(token.slice(1), tokens);
  if (/^\d/.test(token)) return math("mn", token);
  if (/^\p{L}/u.test(token)) return math("mi", token);
  if (token === "'") return math("mo", "′");
  return operator(token === "-" ? "−" : token === "*" ? "⋅" : token);
}

function command(name, tokens) {
  if (name === "frac") return fraction(tokens);
  if (name === "dfrac") {
    const made = fraction(tokens);
    made.setAttribute("displaystyle", "true");
    return made;
  }
  if (name in ACCENTS) return math("mover", math("mrow", ...group(tokens)), math("mo", ACCENTS[name]));
  if (name.startsWith("math")) {
    if (tokens[0] !== "{") return piece(tokens);
    const end = tokens.indexOf("}");
    return math("mtext", tokens.splice(0, end + 1).slice(1, -1).join(""));
  }
  if (name in SPACES) {
    const space = math("mspace");
    space.setAttribute("width", SPACES[name]);
    return space;
  }
  if (name === "left" || name === "right") return piece(tokens);
  const sign = SIGNS[name] || name;
  return /^[\p{L}∞∂]+$/u.test(sign) ? math("mi", sign) : operator(sign);
}

const fraction = tokens => math("mfrac", math("mrow", ...group(tokens)), math("mrow", ...group(tokens)));

function operator(sign) {
  const made = math("mo", sign);
  if (FENCES.includes(sign)) made.setAttribute("stretchy", "⌊⌋⌈⌉".includes(sign));
  return made;
}

// Returns a line of text with formulas between dollar signs, as nodes.
function typeset(line) {
  return line.split("$").map((part, n) => (n % 2 ? formula(part) : document.createTextNode(part)));
}
