/** Sets `y` of items sorted by `at`: each near its `at`, none nearer to another than `room`. */
export function spread(items: { at: number; y: number }[], top: number, bottom: number, room: number): void {
  let next = top;
  for (const item of items) {
    item.y = Math.max(item.at, next);
    next = item.y + room;
  }
  let limit = bottom;
  for (const item of items.toReversed()) {
    item.y = Math.min(item.y, limit);
    limit = item.y - room;
  }
}
