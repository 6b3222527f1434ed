import { themeOf } from '../charts/theme.ts';
import { element } from '../page/element.ts';
import type { Stroke } from './drawing/rasterize.ts';

/** A square to draw on, by mouse, finger or pen. */
export interface DrawingPad {
  readonly element: HTMLElement;
  readonly strokes: readonly Stroke[];
  set(strokes: readonly Stroke[]): void;
  dispose(): void;
}

/** @param changed hears of every movement of the pen */
export function createDrawingPad(name: string, changed: () => void): DrawingPad {
  const canvas = element('canvas', { class: 'pad', role: 'img', 'aria-label': name });
  let strokes: [number, number][][] = [];
  let pointer: number | undefined;
  let request = 0;

  function draw(): void {
    request = 0;
    const context = canvas.getContext('2d');
    if (context === null) return;
    const side = canvas.clientWidth;
    const ratio = devicePixelRatio || 1;
    const points = Math.round(side * ratio);
    if (canvas.width !== points || canvas.height !== points) canvas.width = canvas.height = points;
    const theme = themeOf(context);
    context.setTransform(side * ratio, 0, 0, side * ratio, 0, 0);
    context.clearRect(0, 0, 1, 1);
    context.strokeStyle = theme.ink;
    context.lineCap = context.lineJoin = 'round';
    context.lineWidth = 0.075;
    for (const stroke of strokes) {
      context.beginPath();
      stroke.forEach(([x, y], i) => {
        if (i === 0) context.moveTo(x, y);
        // A point alone is a dot.
        context.lineTo(x, y);
      });
      context.stroke();
    }
  }
  const ask = (): void => {
    request ||= requestAnimationFrame(draw);
  };
  const size = new ResizeObserver(ask);
  size.observe(canvas);
  const theme = new MutationObserver(ask);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', ask);

  const pointOf = (event: PointerEvent): [number, number] => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (pointer !== undefined || event.button !== 0) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    event.preventDefault();
    strokes = [...strokes, [pointOf(event)]];
    ask();
    changed();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pointer) return;
    const stroke = strokes.at(-1);
    // A pen moves more often than the screen is drawn.
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const each of passed.length > 0 ? passed : [event]) {
      const point = pointOf(each);
      const last = stroke?.at(-1);
      if (last === undefined || Math.hypot(point[0] - last[0], point[1] - last[1]) > 0.012) stroke?.push(point);
    }
    ask();
    changed();
  });
  const end = (event: PointerEvent): void => {
    if (event.pointerId === pointer) pointer = undefined;
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);

  return {
    element: canvas,
    get strokes() {
      return strokes;
    },
    set(given) {
      strokes = given.map((stroke) => stroke.map(([x, y]): [number, number] => [x, y]));
      ask();
    },
    dispose() {
      cancelAnimationFrame(request);
      size.disconnect();
      theme.disconnect();
      scheme.removeEventListener('change', ask);
    },
  };
}
