import { ArgumentError, checkOptions, foldIn, type Tensor, type Variable } from '@gradkit/core';
import { checkLayer } from '../check-layer.ts';
import {
  type ApplyContext,
  applyMasked,
  frozenIf,
  type Layer,
  type Masked,
  type NamedVariable,
  trainedParameters,
  variablesOf,
} from '../layer.ts';

/** Options of wrappers. */
export interface WrapperOptions {
  /** Default: the kind of wrapper, numbered in its model. A layer without a name gets the same. */
  readonly name?: string | undefined;
}

/** What takes the place of a kernel; `index` counts, from 1, how often a kernel was asked for in this application. */
type Change = (value: Tensor, kernel: Variable, index: number) => Tensor;

/** What a wrapper adds to a layer. */
export interface Wrapping {
  /** Whether applying it in training needs a random key, also where the layer does not. */
  readonly random?: boolean;
  /** Creates variables of its own, when the layer has its own. */
  build?(name: string, key: Tensor): void;
  /** Its own variables, which change without a gradient. */
  state?(): readonly NamedVariable[];
  /** What it does with the layer's kernels in this application; nothing, if it is undefined. */
  change(context: ApplyContext, name: string): Change | undefined;
}

/** A layer that applies another one with changed kernels: it has its parameters, masks and state. */
export function wrapLayer(
  kind: string,
  layer: Layer,
  options: WrapperOptions,
  own: readonly string[],
  { random = false, build, state = () => [], change }: Wrapping,
): Layer {
  checkLayer(`${kind}: the first argument`, layer);
  checkOptions(kind, options, ['name', ...own]);
  let built = false;

  const applied = (wrapper: Layer, x: Tensor, given: ApplyContext): Masked => {
    const context = frozenIf(wrapper.trainable === false || layer.trainable === false, given);
    const name = wrapper.name || kind;
    const changed = change(context, name);
    if (changed === undefined) return applyMasked(layer, x, context);
    let count = 0;
    const result = applyMasked(layer, x, {
      ...context,
      ...(context.key === undefined ? {} : { key: foldIn(context.key, 0) }),
      weight(value, kernel) {
        count++;
        const used = changed(value, kernel, count);
        return context.weight?.(used, kernel) ?? used;
      },
    });
    if (count === 0) throw new ArgumentError(`${name}: ${layer.name} applies no kernel that could be changed.`);
    return result;
  };

  return {
    kind,
    name: options.name ?? '',
    trainable: true,
    random: random || layer.random === true,
    ...(layer.inputShape === undefined ? {} : { inputShape: layer.inputShape }),
    build(input, key) {
      this.name ||= kind;
      layer.name ||= this.name;
      const output = layer.build(input, key);
      if (!built) build?.(this.name, key);
      built = true;
      return output;
    },
    apply(x, context) {
      return applied(this, x, context).output;
    },
    applyMasked(x, context) {
      return applied(this, x, context);
    },
    get parameters() {
      return this.trainable === false ? [] : trainedParameters(layer);
    },
    get state() {
      return [...layer.state, ...state().map(({ variable }) => variable)];
    },
    get variables() {
      return [...variablesOf(layer), ...state()];
    },
  };
}
