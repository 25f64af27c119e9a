// Plays the drawings of a film: which one is shown after so much time, and the motion to the next.

const CALM = matchMedia("(prefers-reduced-motion: reduce)");

const at = (list, n) => (Array.isArray(list) ? list[n] : list);

const countOf = film => (Array.isArray(film.shown) ? film.shown.length : film.shown);

class Playback {
  // `show` is called with a drawing and the part of the way to the next one.
  constructor(show) {
    this.show = show;
    this.speed = 1;
    this.request = null;
  }

  get isPlaying() {
    return this.request !== null;
  }

  start(film, t) {
    if (this.isPlaying || countOf(film) < 2) return;
    let before = null, elapsed = 0;
    const frame = now => {
      elapsed += before === null ? 0 : ((now - before) / 10) * this.speed;
      before = now;
      const lasts = at(film.times, t), moves = CALM.matches ? 0 : at(film.moves, t);
      this.request = requestAnimationFrame(frame);
      if (elapsed >= lasts) {
        elapsed = Math.min(elapsed - lasts, lasts);
        t = (t + 1) % countOf(film);
        this.show(t, 0);
      } else if (moves && elapsed > lasts - moves && t + 1 < countOf(film)) {
        this.show(t, (elapsed - lasts + moves) / moves);
      }
    };
    this.request = requestAnimationFrame(frame);
  }

  stop() {
    cancelAnimationFrame(this.request);
    this.request = null;
  }
}
