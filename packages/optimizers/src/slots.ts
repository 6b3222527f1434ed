import { full, type Parameter, type Tensor, type Variable, variable } from '@gradkit/core';
import type { SlotStart } from './update-rule.ts';

/** A variable with the name that a checkpoint knows it by. */
export type NamedState = Pick<Parameter, 'name' | 'variable'>;

/** The slots of all parameters that an optimizer has met. */
export interface SlotStore {
  /** The slots of a parameter, made when it is met for the first time. */
  of(parameter: Parameter): Readonly<Record<string, Variable>>;
  /** The slots of a parameter, if it was met. */
  find(parameter: Parameter): Readonly<Record<string, Variable>> | undefined;
  /** All of them, parameter by parameter in the order of meeting, named `<parameter>/<slot>`. */
  readonly named: readonly NamedState[];
}

/** Makes and keeps slots that begin as told. `owner` appears in the names of variables. */
export function slotStore(owner: string, starts: Readonly<Record<string, SlotStart>>): SlotStore {
  const slotsOf = new Map<Variable, Readonly<Record<string, Variable>>>();
  const names = new Set<string>();
  const named: NamedState[] = [];
  const find = (parameter: Parameter) => slotsOf.get(parameter.variable);

  return {
    named,
    find,
    of(parameter) {
      const known = find(parameter);
      if (known !== undefined) return known;
      const made: Record<string, Variable> = {};
      const prefix = unusedName(parameter.name, names);
      for (const [slot, start] of Object.entries(starts)) {
        const content = startOf(parameter, start);
        if (content === undefined) continue;
        made[slot] = variable(content, { name: `${parameter.name}/${owner}/${slot}` });
        named.push({ name: `${prefix}/${slot}`, variable: made[slot] });
      }
      slotsOf.set(parameter.variable, made);
      return made;
    },
  };
}

function startOf(parameter: Parameter, start: SlotStart): Tensor | undefined {
  const value = typeof start === 'function' ? start(parameter) : start;
  const { shape, dtype } = parameter.variable;
  return typeof value === 'number' ? full(shape, value, { dtype }) : value;
}

/** The name, with a number if another parameter has it already. */
export function unusedName(wanted: string, used: Set<string>): string {
  let name = wanted;
  for (let i = 2; used.has(name); i++) name = `${wanted}_${i}`;
  used.add(name);
  return name;
}
