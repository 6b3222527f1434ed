type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Handlers = { readonly [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };
export type Child = Node | string | undefined;

/**
 * An element with attributes, what it does, and what is in it. `true` gives an attribute without a value, `false` and undefined
 * none.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  children: readonly Child[] = [],
  on: Handlers = {},
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  for (const [event, handler] of Object.entries(on)) made.addEventListener(event, handler as EventListener);
  return made;
}

/** Text in which backticks mark code. */
export function prose(words: string): Child[] {
  return words.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, [part]) : part));
}

const svg = 'http://www.w3.org/2000/svg';

/** A drawing of strokes in a square of 24, which says nothing to a reader: words beside it do. */
export function icon(path: string): SVGSVGElement {
  const drawing = document.createElementNS(svg, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' })) {
    drawing.setAttribute(key, value);
  }
  const stroke = document.createElementNS(svg, 'path');
  stroke.setAttribute('d', path);
  drawing.append(stroke);
  return drawing;
}
