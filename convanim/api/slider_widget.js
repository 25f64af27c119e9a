// Shows the picture that the kernel draws, above a slider for each size.

function made(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function slider(model, {letter, words, first, last}) {
  const number = made("output", {}), range = made("input", {type: "range", min: first, max: last, step: 1});
  // JupyterLab would otherwise take the arrow keys as commands of its own.
  range.dataset.lmSuppressShortcuts = "true";
  range.addEventListener("input", () => {
    model.set("values", {...model.get("values"), [letter]: Number(range.value)});
    model.save_changes();
  });
  const show = () => {
    range.value = number.value = model.get("values")[letter];
  };
  model.on("change:values", show);
  show();
  const name = made("span", {}, `${letter}, ${words} `);
  Object.assign(name.style, {display: "inline-block", minWidth: "9em"});
  return made("label", {}, name, range, " ", number);
}

function render({model, el}) {
  // The picture that a saved notebook keeps would be shown a second time.
  const style = made("style", {textContent: `#${model.get("still")} { display: none; }`});
  const picture = made("img", {}), message = made("p", {});
  picture.style.maxWidth = "100%";
  message.setAttribute("role", "status");
  const rows = model.get("sliders").map(each => made("div", {}, slider(model, each)));
  const show = () => {
    if (picture.src !== model.get("source")) picture.src = model.get("source");
    picture.alt = model.get("alt");
    picture.style.opacity = model.get("message") ? 0.4 : 1;
    message.textContent = model.get("message");
  };
  for (const name of ["source", "alt", "message"]) model.on(`change:${name}`, show);
  show();
  el.append(style, picture, ...rows, message);
}

export default {render};
