// The address of a page keeps what it shows, as in #step=3&cell=0.12&theme=dark.

class Address {
  constructor(player) {
    this.player = player;
    this.isReady = false;
    addEventListener("hashchange", () => this.restore());
  }

  // Puts what can be linked to into the address, without a new entry in the history.
  remember() {
    if (!this.isReady) return;
    const {t, sliders, pinned, themeNumber, usualTheme, book, playback} = this.player, state = new URLSearchParams();
    if (this.isEmbedded) state.set("embed", "1");
    state.set("step", t + 1);
    for (const [letter, value] of sliders.changed) state.set(letter, value);
    if (pinned) state.set("cell", `${pinned.map}.${pinned.cell}`);
    if (themeNumber !== usualTheme) state.set("theme", book.themes[themeNumber].name);
    if (playback.speed !== 1) state.set("speed", playback.speed);
    try {
      history.replaceState(null, "", `#${state}`);
    } catch {
      // A document without an address of its own keeps no state.
    }
    this.player.code.write();
  }

  restore() {
    const {player} = this, state = new URLSearchParams(location.hash.slice(1));
    this.isReady = false;
    this.isEmbedded = state.has("embed") || new URLSearchParams(location.search).has("embed");
    document.documentElement.classList.toggle("embed", this.isEmbedded);
    const number = player.book.themes.findIndex(theme => theme.name === state.get("theme"));
    player.theme(number < 0 ? player.usualTheme : number);
    player.pace(Number(state.get("speed") || 1));
    player.sliders.restore(letter => state.get(letter));
    const [, map, cell] = (state.get("cell")?.match(/^(\d+)\.(\d+)$/) || []).map(Number);
    player.pin(player.maps.has({map, cell}) ? {map, cell} : null);
    const step = Number(state.get("step"));
    if (step) player.go(Math.round(step) - 1);
    else if (!this.isEmbedded && !CALM.matches) player.play();
    this.isReady = true;
  }
}
