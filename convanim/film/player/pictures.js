// Pictures of the steps of a figure: files of one step, and a filmstrip on paper.

const DPI = 300;
const MOST_PRINTED = 12;

class Pictures {
  constructor(player) {
    this.player = player;
    $("svg").addEventListener("click", () => {
      save(`${this.stem()}.svg`, new Blob([player.drawing.document()], {type: "image/svg+xml"}));
    });
    $("png").addEventListener("click", () => this.png());
    addEventListener("beforeprint", () => this.print());
    addEventListener("afterprint", () => $("strip").replaceChildren());
  }

  stem() {
    return `${this.player.book.name}_step_${this.player.t + 1}`;
  }

  async png() {
    const image = new Image();
    image.src = address(this.player.drawing.document());
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = this.player.film.size.map(size => Math.round((size / 7200) * DPI));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(blob => save(`${this.stem()}.png`, blob));
  }

  // Shows the first step, the last one and some between, evenly apart, in place of the moving one.
  print() {
    const {drawing, count, t, part} = this.player, shown = Math.min(count, MOST_PRINTED);
    const steps = Array.from({length: shown}, (_, n) => (shown > 1 ? Math.round((n * (count - 1)) / (shown - 1)) : t));
    $("strip").replaceChildren(...steps.map(step => {
      drawing.show(step);
      const image = new Image(), figure = document.createElement("figure");
      image.src = address(drawing.document());
      image.alt = say("Step {} of {}", step + 1, count);
      figure.append(image, image.alt);
      return figure;
    }));
    drawing.show(t, part);
  }
}

const address = svg => `data:image/svg+xml,${encodeURIComponent(svg)}`;

function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
