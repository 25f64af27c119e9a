// The keys of a reveal.js deck step the figure of a slide, and beyond its ends they move the deck.
// A figure is an <iframe class="convanim"> with the page of the format html, followed by ?embed.
(() => {
  const KEYS = {
    39: {asks: "next", moves: "right"}, // right arrow
    37: {asks: "previous", moves: "left"}, // left arrow
    32: {asks: "next", moves: "next"}, // space
    34: {asks: "next", moves: "next"}, // page down, as presenters' remotes send it
    33: {asks: "previous", moves: "prev"}, // page up
  };
  const figures = new WeakSet();
  let isBack = false;

  const frame = () => Reveal.getCurrentSlide()?.querySelector("iframe.convanim")?.contentWindow;

  for (const [key, {asks, moves}] of Object.entries(KEYS)) {
    Reveal.addKeyBinding(Number(key), () => {
      isBack = asks === "previous";
      if (figures.has(frame())) frame().postMessage({convanim: asks}, "*");
      else Reveal[moves]();
    });
  }

  // A figure tells its step whenever that changes, and `end` where there is no further one.
  addEventListener("message", ({data, source}) => {
    if (data?.convanim !== "state") return;
    figures.add(source);
    if (!data.end || source !== frame()) return;
    if (data.step === data.steps && !(data.steps === 1 && isBack)) Reveal.next();
    else Reveal.prev();
    window.focus(); // a click may have given the keys to the figure
  });

  for (const each of document.querySelectorAll("iframe.convanim")) {
    each.contentWindow?.postMessage({convanim: "state"}, "*");
  }
})();
