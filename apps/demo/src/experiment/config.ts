import type { Config, Control, Experiment } from 'experiments';

type Value = Config[string];

/** The value that a control takes for a word of an address; undefined where it cannot be set so. */
export function parsedValue(control: Control, word: string): Value | undefined {
  if (control.kind === 'switch') return word === 'true' ? true : word === 'false' ? false : undefined;
  if (control.kind === 'choice') return control.choices.find(({ value }) => value === word)?.value;
  const number = Number(word);
  if (word.trim() === '' || !Number.isFinite(number)) return undefined;
  return Math.min(control.most, Math.max(control.least, number));
}

/** The configuration that an address holds: defaults, and what differs from them. Words that mean nothing are passed over. */
export function configOf(experiment: Experiment, parameters: ReadonlyMap<string, string>): Config {
  const config: Record<string, Value> = { ...experiment.defaults };
  for (const control of experiment.controls) {
    const word = parameters.get(control.key);
    const value = word === undefined ? undefined : parsedValue(control, word);
    if (value !== undefined) config[control.key] = value;
  }
  return config;
}

/** What an address has to hold, so that `configOf` gives the same again. */
export function parametersOf(experiment: Experiment, config: Config): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const { key } of experiment.controls) {
    const value = config[key];
    if (value !== undefined && value !== experiment.defaults[key]) parameters.set(key, String(value));
  }
  return parameters;
}

/** Whether every change of a configuration can be made by hand. */
export function canBeSet(experiment: Experiment, change: Config): boolean {
  return Object.keys(change).every((key) => experiment.controls.some((control) => control.key === key));
}
