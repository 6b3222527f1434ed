import { ArgumentError, assign, type Parameter, type Variable } from '@gradkit/core';

/** Averages of parameters over the course of training: a better place to evaluate at than the last one. */
export interface WeightAverages {
  /**
   * The variable that holds the average of a parameter.
   * @throws ArgumentError when the optimizer has not met the parameter
   */
  of(parameter: Parameter): Variable;
  /**
   * Exchanges the contents of parameters and averages: once to evaluate or save with the averages, once more before
   * training goes on.
   * @throws ArgumentError when the optimizer has not met a parameter; then nothing is changed
   */
  swap(parameters: readonly Parameter[]): void;
}

/** The averages that a function finds for parameters, if it does. */
export function weightAverages(where: string, find: (parameter: Parameter) => Variable | undefined): WeightAverages {
  const of = (parameter: Parameter): Variable => {
    const average = find(parameter);
    if (average !== undefined) return average;
    throw new ArgumentError(
      `${where}: there is no average of "${parameter.name}", which has never been updated. Call build() or train first.`,
    );
  };
  return {
    of,
    swap(parameters) {
      assign(
        parameters.flatMap((parameter) => {
          const [present, average] = [parameter.variable, of(parameter)];
          return [
            [present, average.value],
            [average, present.value],
          ] as const;
        }),
      );
    },
  };
}
