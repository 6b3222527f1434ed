import type { Parameter } from '@gradkit/core';
import { type BuiltLayer, type NamedVariable, trainedParameters, variablesOf } from '../layer.ts';
import { type AnyLayer, underPath } from '../model.ts';

/** The variables of layers that another holds, under its name; without the parameters of those that are frozen. */
export function heldVariables(
  name: string,
  layers: readonly AnyLayer[],
): Required<Pick<BuiltLayer, 'parameters' | 'state' | 'variables'>> {
  const named = <V extends NamedVariable>(layer: AnyLayer, variables: readonly V[]): readonly V[] =>
    underPath(layer, variables).map((variable) => ({ ...variable, name: `${name}/${variable.name}` }));
  return {
    get parameters() {
      return layers.flatMap((layer) => named(layer, trainedParameters(layer) as readonly Parameter[]));
    },
    get state() {
      return layers.flatMap(({ state }) => state);
    },
    get variables() {
      return layers.flatMap((layer) => named(layer, variablesOf(layer)));
    },
  };
}
