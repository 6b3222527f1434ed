import type { Config } from './experiment.ts';

/** Words and numbers as wide as controls give them. */
export type Settings<Defaults extends Config> = {
  readonly [Key in keyof Defaults]: Defaults[Key] extends string
    ? string
    : Defaults[Key] extends number
      ? number
      : boolean;
};

/** A configuration with what it leaves out, or gives as something else than the defaults do, taken from the defaults. */
export function settingsOf<Defaults extends Config>(defaults: Defaults, config: Config): Settings<Defaults> {
  const own = Object.entries(defaults).map(([key, value]) => {
    const given = config[key];
    return [key, typeof given === typeof value ? given : value];
  });
  return Object.fromEntries(own) as Settings<Defaults>;
}
