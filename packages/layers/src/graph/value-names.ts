import { ArgumentError } from '@gradkit/core';
import { isConnection, type SymbolicTensor } from './symbolic.ts';

/** The names of inputs: given ones, or `input`, `input_1`, …. Throws when two have the same. */
export function namesOfInputs(kind: string, inputs: readonly SymbolicTensor[]): readonly string[] {
  const given = inputs.map(({ source }) => (isConnection(source) ? undefined : source.name));
  const taken = new Set<string>();
  for (const name of given) {
    if (name === undefined) continue;
    if (taken.has(name))
      throw new ArgumentError(`${kind}: two inputs are named "${name}". Names are unique in a model.`);
    taken.add(name);
  }
  return inputs.map((value, i) => given[i] ?? freeName(nameOf(value), taken));
}

/** What comes twice is numbered, so that inputs and outputs can be fields of one sample. */
export function namesOfOutputs(
  outputs: readonly SymbolicTensor[],
  inputs: readonly SymbolicTensor[],
  inputNames: readonly string[],
): readonly string[] {
  const taken = new Set(inputNames);
  return outputs.map((value) => freeName(inputNames[inputs.indexOf(value)] ?? nameOf(value), taken));
}

/** The name of the layer that gives a value; of several, `layer/name` or `layer/index`. */
function nameOf({ source, index }: SymbolicTensor): string {
  if (!isConnection(source)) return source.name ?? 'input';
  const { layer, givesList } = source;
  const inner = 'outputNames' in layer ? (layer.outputNames as readonly string[]) : undefined;
  return givesList ? `${layer.name}/${inner?.[index] ?? index}` : layer.name || (layer.kind ?? 'layer');
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 1; taken.has(name); count++) name = `${wanted}_${count}`;
  taken.add(name);
  return name;
}
