import { divergingColors } from '../charts/palette.ts';
import { type Theme, themeOf } from '../charts/theme.ts';
import type { PlaygroundMessages } from '../messages/playground/en.ts';
import { element } from '../page/element.ts';
import { type PlaygroundFrame, type Scene, shownUnits } from './engine/messages.ts';

/** The network with what each unit gives, and the weights between them. */
export interface NetworkPicture {
  readonly element: HTMLElement;
  update(scene: Scene, frame: PlaygroundFrame): void;
  dispose(): void;
}

/** One square of the picture: a function over the plane, by numbers between −1 and 1. */
interface Tile {
  readonly x: number;
  readonly y: number;
  readonly values: (index: number) => number;
}

/** How often, in milliseconds, the words of the moving picture are written anew. */
const pause = 600;

export function createNetworkPicture(messages: PlaygroundMessages): NetworkPicture {
  const canvas = element('canvas', { role: 'img' });
  const box = element('div', { class: 'network-picture' }, [canvas]);
  const tileCanvas = document.createElement('canvas');
  let shown: readonly [Scene, PlaygroundFrame] | undefined;
  let request = 0;
  let told = 0;

  const ask = (): void => {
    request ||= requestAnimationFrame(draw);
  };
  const size = new ResizeObserver(ask);
  size.observe(box);
  const attributes = new MutationObserver(ask);
  attributes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', ask);

  function draw(): void {
    request = 0;
    const context = canvas.getContext('2d');
    const width = Math.floor(box.clientWidth);
    if (shown === undefined || context === null || width < 40) return;
    const [scene, frame] = shown;
    const layout = layoutOf(scene, width);
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(layout.height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(layout.height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${layout.height}px`;
    }
    const theme = themeOf(context);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, layout.height);
    const columns = tilesOf(scene, frame, layout);
    drawWeights(context, theme, scene, frame, columns, layout.side);
    for (const tile of columns.flat()) drawTile(context, theme, tile, scene.cells, layout.side);
    drawNames(context, theme, scene, columns, layout);
    if (performance.now() - told > pause || frame.state !== 'running') {
      told = performance.now();
      canvas.setAttribute('aria-label', summaryOf(scene, frame));
    }
  }

  function drawTile(context: CanvasRenderingContext2D, theme: Theme, tile: Tile, cells: number, side: number): void {
    const own = tileCanvas.getContext('2d');
    if (own === null) return;
    if (tileCanvas.width !== cells) tileCanvas.width = tileCanvas.height = cells;
    const image = own.createImageData(cells, cells);
    const colors = divergingColors(theme.lightness);
    for (let row = 0; row < cells; row++) {
      for (let column = 0; column < cells; column++) {
        const value = tile.values((cells - 1 - row) * cells + column);
        const at = (row * cells + column) * 4;
        const color = Math.round((0.5 + 0.46 * Math.max(-1, Math.min(1, value))) * 255) * 3;
        if (Number.isNaN(value)) continue;
        image.data[at] = colors[color];
        image.data[at + 1] = colors[color + 1];
        image.data[at + 2] = colors[color + 2];
        image.data[at + 3] = 255;
      }
    }
    own.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.drawImage(tileCanvas, tile.x, tile.y, side, side);
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.strokeRect(tile.x - 0.5, tile.y - 0.5, side + 1, side + 1);
  }

  function drawNames(
    context: CanvasRenderingContext2D,
    theme: Theme,
    scene: Scene,
    columns: readonly (readonly Tile[])[],
    { side, pitch }: Layout,
  ): void {
    context.font = `12px ${theme.font}`;
    context.textAlign = 'center';
    context.fillStyle = theme.ink;
    const names = [messages.inputs, ...scene.hidden.map((units) => String(units)), messages.output];
    columns.forEach((tiles, i) => {
      const last = tiles.at(-1);
      const x = (tiles[0]?.x ?? 0) + side / 2;
      context.fillText(names[i], Math.max(x, context.measureText(names[i]).width / 2), 12);
      const hidden = (scene.hidden[i - 1] ?? 0) - shownUnits;
      if (i > 0 && i <= scene.hidden.length && hidden > 0 && last !== undefined) {
        context.fillText(messages.moreUnitsHidden(hidden), x, last.y + pitch + 8);
      }
    });
  }

  function summaryOf(scene: Scene, frame: PlaygroundFrame): string {
    const area = scene.cells ** 2;
    const layers = frame.units.map((all, layer) => {
      const count = all.length / area;
      const constant = Array.from({ length: count }, (_, unit) => all.subarray(unit * area, (unit + 1) * area));
      return messages.unitSummary(layer + 1, constant.filter(isConstant).length, count);
    });
    return [messages.networkSummary(scene.features, scene.hidden, scene.classes), ...layers].join(' ');
  }

  return {
    element: box,
    update(scene, frame) {
      shown = [scene, frame];
      ask();
    },
    dispose() {
      cancelAnimationFrame(request);
      size.disconnect();
      attributes.disconnect();
      scheme.removeEventListener('change', ask);
    },
  };
}

interface Layout {
  readonly side: number;
  readonly pitch: number;
  readonly height: number;
  /** Left edges of the columns. */
  readonly lefts: readonly number[];
}

function layoutOf({ hidden, features }: Scene, width: number): Layout {
  const columns = hidden.length + 2;
  const side = Math.max(20, Math.min(40, Math.floor(width / (columns * 1.45))));
  const pitch = side + 6;
  const rows = Math.max(features === 2 ? 2 : 1, ...hidden.map((units) => Math.min(units, shownUnits)), 1);
  const more = hidden.some((units) => units > shownUnits) ? 18 : 0;
  const gap = (width - side - 2) / (columns - 1);
  return {
    side,
    pitch,
    height: 22 + rows * pitch + more,
    lefts: Array.from({ length: columns }, (_, i) => 1 + i * gap),
  };
}

function tilesOf(scene: Scene, frame: PlaygroundFrame, { lefts, pitch }: Layout): readonly (readonly Tile[])[] {
  const { cells, features, classes } = scene;
  const area = cells * cells;
  const column = (i: number, functions: readonly Tile['values'][]): Tile[] =>
    functions.map((values, row) => ({ x: lefts[i], y: 22 + row * pitch, values }));
  const inputs = [
    (index: number) => (2 * (index % cells)) / (cells - 1) - 1,
    (index: number) => (2 * Math.floor(index / cells)) / (cells - 1) - 1,
  ];
  const output =
    classes === 2
      ? (index: number) => 2 * frame.values[index] - 1
      : (index: number) => (2 * Math.floor(frame.values[index])) / (classes - 1) - 1;
  return [
    column(0, features === 2 ? inputs : [inputs[0]]),
    ...frame.units.map((all, layer) =>
      column(
        layer + 1,
        Array.from({ length: all.length / area }, (_, unit) => {
          const own = all.subarray(unit * area, (unit + 1) * area);
          let largest = 1e-12;
          for (const value of own) if (Math.abs(value) > largest) largest = Math.abs(value);
          return (index: number) => own[index] / largest;
        }),
      ),
    ),
    column(frame.units.length + 1, [output]),
  ];
}

/** Lines between units: thick where a weight is large, dashed where it is negative. */
function drawWeights(
  context: CanvasRenderingContext2D,
  theme: Theme,
  scene: Scene,
  frame: PlaygroundFrame,
  columns: readonly (readonly Tile[])[],
  side: number,
): void {
  const widths = [scene.features, ...scene.hidden, scene.classes];
  context.save();
  for (let layer = 0; layer + 1 < columns.length; layer++) {
    const kernel = frame.kernels[layer];
    if (kernel === undefined || kernel.length === 0 || (layer === 0 && scene.features > 2)) continue;
    const out = widths[layer + 1];
    const isLast = layer + 2 === columns.length;
    // Of two classes it is the difference that counts; of more, all of it.
    const weight = (from: number, to: number): number => {
      if (!isLast) return kernel[from * out + to];
      if (scene.classes === 2) return kernel[from * 2 + 1] - kernel[from * 2];
      return Math.hypot(...kernel.subarray(from * out, (from + 1) * out));
    };
    let largest = 1e-12;
    columns[layer].forEach((_, from) => {
      columns[layer + 1].forEach((_, to) => {
        largest = Math.max(largest, Math.abs(weight(from, to)));
      });
    });
    columns[layer].forEach((start, from) => {
      columns[layer + 1].forEach((end, to) => {
        const value = weight(from, to);
        if (!Number.isFinite(value)) return;
        const share = Math.abs(value) / largest;
        context.globalAlpha = 0.25 + 0.75 * share;
        context.lineWidth = 0.4 + 2.8 * share;
        context.strokeStyle = theme.series[value < 0 ? 1 : 6];
        context.setLineDash(value < 0 ? [4, 3] : []);
        const middle = (start.x + side + end.x) / 2;
        context.beginPath();
        context.moveTo(start.x + side, start.y + side / 2);
        context.bezierCurveTo(middle, start.y + side / 2, middle, end.y + side / 2, end.x, end.y + side / 2);
        context.stroke();
      });
    });
  }
  context.restore();
}

function isConstant(values: Float32Array): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return !(high - low > 1e-4 * Math.max(1, Math.abs(high), Math.abs(low)));
}
