/** Text that is safe between tags and in attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** An element; attributes that are undefined are left out, numbers are rounded to hundredths. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = '',
): string {
  let start = name;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    start += ` ${key}="${typeof value === 'number' ? short(value) : escaped(value)}"`;
  }
  return content === '' && drawn.includes(name) ? `<${start}/>` : `<${start}>${content}</${name}>`;
}

const drawn = ['rect', 'line', 'path', 'circle'];

/** `12.35` for 12.3456. */
export const short = (value: number): string => String(Math.round(value * 100) / 100);

/** Where a picture draws: room for numbers of the axes around it. */
export interface Area {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** All pictures have this size: text stays readable on a phone, where it shrinks a little. */
export const area: Area = { width: 360, height: 240, left: 52, right: 350, top: 26, bottom: 196 };

/** Position of a number on an axis. */
export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
  /** Whether equal distances are equal factors. */
  readonly isLog: boolean;
}

/** An axis of equal differences that holds all numbers, with room at both ends. */
export function linearScale(values: readonly number[], from: number, to: number, fromZero = false): Scale {
  const known = values.filter(Number.isFinite);
  let low = known.length > 0 ? Math.min(...known) : 0;
  let high = known.length > 0 ? Math.max(...known) : 1;
  if (fromZero) low = Math.min(0, low);
  if (high - low < 1e-9 * Math.max(1, Math.abs(high))) [low, high] = [low - (fromZero ? 0 : 0.5), high + 0.5];
  const step = niceStep((high - low) / 4);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  const [start, end] = [first * step, last * step];
  return Object.assign((value: number) => from + ((value - start) / (end - start)) * (to - from), {
    ticks,
    isLog: false,
  });
}

/** An axis of equal factors that holds all numbers above 0, between powers of ten. */
export function logScale(values: readonly number[], from: number, to: number): Scale {
  const known = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = known.length > 0 ? Math.floor(Math.log10(Math.min(...known)) + 1e-9) : -1;
  const high = Math.max(low + 1, known.length > 0 ? Math.ceil(Math.log10(Math.max(...known)) - 1e-9) : 0);
  const stride = Math.ceil((high - low) / 6);
  const ticks: number[] = [];
  for (let exponent = low; exponent <= high; exponent += stride) ticks.push(Number(`1e${exponent}`));
  const position = (value: number): number => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  return Object.assign(position, { ticks, isLog: true });
}

/** An axis from the first to the last of some numbers, without room at its ends. */
export function tightScale(first: number, last: number, from: number, to: number): Scale {
  const { ticks } = linearScale([first, last], from, to);
  const position = (value: number): number => from + ((value - first) / (last - first || 1)) * (to - from);
  return Object.assign(position, { ticks: ticks.filter((tick) => tick >= first && tick <= last), isLog: false });
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  return (([1, 2, 5, 10].find((factor) => factor * power >= size * (1 - 1e-9)) as number) ?? 10) * power;
}

/** Both axes with their numbers, and what they show. */
export function axes(
  x: Scale,
  y: Scale,
  labels: { readonly x: string; readonly y: string; readonly format: (value: number) => string },
): string {
  const { left, right, top, bottom, height } = area;
  const parts: string[] = [];
  for (const tick of y.ticks) {
    const at = y(tick);
    parts.push(element('line', { class: 'grid', x1: left, x2: right, y1: at, y2: at }));
    parts.push(
      element('text', { class: 'tick', x: left - 6, y: at + 4, 'text-anchor': 'end' }, escaped(labels.format(tick))),
    );
  }
  for (const tick of x.ticks) {
    const at = x(tick);
    if (at < left - 1 || at > right + 1) continue;
    parts.push(element('line', { class: 'grid', x1: at, x2: at, y1: bottom, y2: bottom + 4 }));
    parts.push(
      element('text', { class: 'tick', x: at, y: bottom + 17, 'text-anchor': 'middle' }, escaped(labels.format(tick))),
    );
  }
  parts.push(element('line', { class: 'axis', x1: left, x2: right, y1: bottom, y2: bottom }));
  parts.push(element('text', { class: 'label', x: 4, y: top - 12 }, escaped(labels.y)));
  parts.push(
    element(
      'text',
      { class: 'label', x: (left + right) / 2, y: height - 6, 'text-anchor': 'middle' },
      escaped(labels.x),
    ),
  );
  return parts.join('');
}

/** A line through points; where a number is missing it is interrupted. */
export function pathThrough(points: readonly (readonly [number, number])[]): string {
  let path = '';
  let isOpen = false;
  for (const [x, y] of points) {
    if (Number.isFinite(x) && Number.isFinite(y)) path += `${isOpen ? 'L' : 'M'}${short(x)} ${short(y)}`;
    isOpen = Number.isFinite(x) && Number.isFinite(y);
  }
  return path;
}

/** A drawing that screen readers know by its title. */
export function drawing(title: string, content: string, height: number = area.height): string {
  return element(
    'svg',
    { viewBox: `0 0 ${area.width} ${height}`, role: 'img', 'aria-label': title, focusable: 'false' },
    content,
  );
}
