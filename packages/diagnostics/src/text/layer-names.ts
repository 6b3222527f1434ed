import type { Texts } from './texts.ts';

/** Names that are listed before the rest is counted. */
const listed = 4;

/** Paths of layers in few words: three or more in a row as `dense_1…dense_8`, long lists with the number of the rest. */
export function layerNames(paths: readonly string[], { andMore }: Texts): string {
  const runs: string[][] = [];
  for (const path of paths) {
    const run = runs.at(-1);
    if (run !== undefined && follows(run.at(-1) as string, path)) run.push(path);
    else runs.push([path]);
  }
  const names = runs.flatMap((run) => (run.length < 3 ? run : [`${run[0]}…${run.at(-1)}`]));
  if (names.length <= listed) return names.join(', ');
  return `${names.slice(0, listed).join(', ')} ${andMore(names.length - listed)}`;
}

/** Whether one name is that of the next layer of its kind: `dense`, `dense_1`, `dense_2`. */
function follows(path: string, next: string): boolean {
  const [kind, number] = numbered(path);
  const [nextKind, nextNumber] = numbered(next);
  return kind === nextKind && nextNumber === number + 1;
}

function numbered(path: string): readonly [string, number] {
  const [, kind = path, number = '0'] = /^(.*)_(\d+)$/.exec(path) ?? [];
  return [kind, Number(number)];
}
