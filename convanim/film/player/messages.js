// Slides step the figure by messages such as {convanim: "next"}; each change is answered.

class Messages {
  constructor(player) {
    this.player = player;
    addEventListener("message", event => this.told(event.data));
  }

  told(message) {
    const {player} = this;
    const acts = {
      next: () => player.step(1), previous: () => player.step(-1), play: () => player.play(), pause: () => player.pause(),
      go: () => player.go(Math.round(message.step) - 1), state: () => this.answer(),
    };
    const name = message?.convanim;
    if (Object.hasOwn(acts, String(name))) acts[name]();
  }

  answer(more = {}) {
    const {t, count, playback} = this.player;
    const state = {convanim: "state", step: t + 1, steps: count, playing: playback.isPlaying, ...more};
    if (parent !== window) parent.postMessage(state, "*");
  }
}
