// Plays the drawings of a film: which one is shown after so much time, and the motion to the next.

const CALM = matchMedia("(prefers-reduced-motion: reduce)");

const at = (list, n) => (Array.isArray(list) ? list[n] : list);

const countOf = film => (Array.isArray(film.shown) ? film.shown.length : film.shown);

class Playback {
  // `show` is called with a drawing and the part of the way to the next one, and `end` after the
  // last time that a film plays.
  constructor(show, end) {
    this.show = show;
    this.end = end;
    this.speed = 1;
    this.request = null;
  }

  get isPlaying() {
    return this.request !== null;
  }

  // Plays a film so many times, or without end; one that is at its end begins again.
  start(film, t, times = Infinity) {
    const last = countOf(film) - 1;
    if (this.isPlaying || !last) return;
    let before = null, elapsed = 0;
    if (t === last && times < Infinity) this.show((t = 0), 0);
    const frame = now => {
      elapsed += before === null ? 0 : ((now - before) / 10) * this.speed;
      before = now;
      const lasts = at(film.times, t), moves = CALM.matches ? 0 : at(film.moves, t);
      this.request = requestAnimationFrame(frame);
      if (elapsed >= lasts && t === last && --times < 1) {
        this.end();
      } else if (elapsed >= lasts) {
        elapsed = Math.min(elapsed - lasts, lasts);
        t = t === last ? 0 : t + 1;
        this.show(t, 0);
      } else if (moves && elapsed > lasts - moves && t < last) {
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
