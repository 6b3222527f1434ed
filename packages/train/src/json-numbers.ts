import type { Json } from './callback.ts';

/** JSON that keeps every number: NaN, infinities and -0 become `{"$number": "NaN"}` and so on. */
export function toJson(value: Json): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'number' || (Number.isFinite(part) && !Object.is(part, -0))) return part;
    return { $number: Object.is(part, -0) ? '-0' : String(part) };
  });
}

/** What `toJson` was given. */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    const isNumber = typeof part === 'object' && part !== null && '$number' in part;
    return isNumber ? Number(part.$number) : part;
  });
}
