// What keys do: the same as the buttons, from anywhere on the page.

class Keyboard {
  constructor(player) {
    this.player = player;
    document.addEventListener("keydown", event => this.press(event));
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.isTaken(event)) return;
    const {player} = this;
    const act = {
      " ": () => player.toggle(), ArrowRight: () => player.step(1), ArrowLeft: () => player.step(-1),
      PageDown: () => player.step(1), PageUp: () => player.step(-1),
      Home: () => player.step(-Infinity), End: () => player.step(Infinity),
      "]": () => player.pace(player.faster(1)), "[": () => player.pace(player.faster(-1)),
      f: () => player.fullScreen(), t: () => player.theme(1 - player.themeNumber),
      p: () => player.togglePin(), Escape: () => player.pin(null),
    }[event.key];
    if (!act) return;
    act();
    event.preventDefault();
  }

  // Whether a key has a meaning of its own where it is pressed.
  isTaken({key, target}) {
    const {tagName, type} = target;
    if (/^(SELECT|TEXTAREA)$/.test(tagName) || (key === " " && /^(BUTTON|SUMMARY)$/.test(tagName))) return true;
    const scrolls = type === "range" || target.closest?.("#text, #terms, #formulas");
    return Boolean(scrolls) && /^(Arrow|Home|End|Page)/.test(key);
  }
}
