import type { Config, Frame, Run } from '../src/experiment.ts';
import type { Curves, View } from '../src/view.ts';

/** Runs an experiment to its end. */
export async function lastFrame(run: Run, config: Config): Promise<Frame> {
  let last: Frame | undefined;
  for await (const frame of run(config)) last = frame;
  return last as Frame;
}

/** A picture of a frame. */
export function viewOf<Kind extends View['kind']>(frame: Frame, kind: Kind, id: string): Extract<View, { kind: Kind }> {
  const view = frame.views.find((each) => each.id === id);
  if (view?.kind !== kind) throw new RangeError(`there is no view "${id}" of kind ${kind}.`);
  return view as Extract<View, { kind: Kind }>;
}

/** The heights of a line, by the place of the line in its picture. */
export function lineOf(view: Curves, index: number): readonly number[] {
  const line = view.series[index];
  if (line === undefined) throw new RangeError(`there is no line ${index} in "${view.id}".`);
  return [...line.y];
}
