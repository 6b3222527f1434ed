import type { Boundary, Curves } from 'experiments';
import type { PlaygroundMessages } from '../messages/playground/en.ts';
import type { PlaygroundFrame, Scene } from './engine/messages.ts';

/** The decision boundary of a moment. */
export function boundaryOf(scene: Scene, frame: PlaygroundFrame, messages: PlaygroundMessages): Boundary {
  const isPlane = scene.axes === 'components';
  return {
    kind: 'boundary',
    id: 'boundary',
    title: isPlane ? messages.boundaryOfPlane(scene.features) : messages.boundary,
    x: { label: isPlane ? messages.firstComponent : 'x₁', range: scene.xRange },
    y: { label: isPlane ? messages.secondComponent : 'x₂', range: scene.yRange },
    columns: scene.cells,
    rows: scene.cells,
    values: frame.values,
    classes: scene.classes,
    points: scene.points,
  };
}

/** The losses up to a moment. */
export function lossesOf(frame: PlaygroundFrame, messages: PlaygroundMessages): Curves {
  const { step, train, test } = frame.curve;
  return {
    kind: 'curves',
    id: 'losses',
    title: messages.losses,
    x: { label: messages.epoch },
    y: { label: messages.loss },
    series: [
      { name: messages.train, x: step, y: train, group: 0 },
      { name: messages.test, x: step, y: test, group: 1, dashed: true },
    ],
  };
}
