import type { Tensor } from '@gradkit/core';
import { elementsOf } from './elements.ts';
import { NotApplicable } from './not-applicable.ts';
import { type Attribute, numberOf, type RecordedOperator, type RecordedTensor, type RecordedType } from './recorded.ts';

/** An operand: its tensor, and what the suite recorded of it, unless an operator before made it. */
export interface Operand {
  readonly tensor: Tensor;
  readonly recorded: RecordedTensor | undefined;
}

/** The name of an argument, or its position where arguments have no names. */
type Key = string | number;

/**
 * What an adaptor sees: the arguments and attributes of one operator. It remembers which ones were asked for, so that an
 * attribute that an adaptor does not know cannot be overlooked.
 */
export class OperatorCall {
  readonly operator: string;
  /** How many results there are, those that the case does not ask for included. */
  readonly outputCount: number;
  private readonly recorded: RecordedOperator;
  private readonly operands: ReadonlyMap<string, Operand>;
  private readonly asked = new Set<string>();

  constructor(recorded: RecordedOperator, operands: ReadonlyMap<string, Operand>) {
    this.operator = recorded.operator;
    this.outputCount = recorded.outputs.length;
    this.recorded = recorded;
    this.operands = operands;
  }

  /** An argument that must be there. */
  input(key: Key): Tensor {
    return this.operand(key).tensor;
  }

  /** An argument that may be missing. */
  optional(key: Key): Tensor | undefined {
    return this.recorded.inputs[key] === undefined ? undefined : this.operand(key).tensor;
  }

  /** All arguments of an operator that takes any number of them, or those of an argument that is a list. */
  list(key?: Key): Tensor[] {
    if (key !== undefined) return this.names(key).map((name) => this.named(name).tensor);
    return Object.keys(this.recorded.inputs).flatMap((each) => this.list(each));
  }

  /** The element type that the suite recorded for an argument. */
  typeOf(key: Key): RecordedType {
    return this.values(key).dtype;
  }

  /** The numbers of an argument that decides shapes or positions: known before anything is computed. */
  numbersOf(key: Key): number[] {
    return Array.from(elementsOf(this.values(key)));
  }

  /** As {@link numbersOf}, for an argument that may be missing. */
  optionalNumbersOf(key: Key): number[] | undefined {
    return this.recorded.inputs[key] === undefined ? undefined : this.numbersOf(key);
  }

  number(name: string, missing: number): number;
  number(name: string): number | undefined;
  number(name: string, missing?: number): number | undefined {
    const value = this.attribute(name);
    return value === undefined ? missing : numeric(name, value);
  }

  numbers(name: string, missing: readonly number[]): readonly number[];
  numbers(name: string): readonly number[] | undefined;
  numbers(name: string, missing?: readonly number[]): readonly number[] | undefined {
    const value = this.attribute(name);
    if (value === undefined) return missing;
    if (!Array.isArray(value)) throw new TypeError(`attribute ${name} is not a list`);
    return (value as readonly (number | string)[]).map((each) => numeric(name, each));
  }

  text(name: string, missing: string): string {
    const value = this.attribute(name) ?? missing;
    if (typeof value !== 'string') throw new TypeError(`attribute ${name} is not text`);
    return value;
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.attribute(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw new TypeError(`attribute ${name} is not a list`);
    return value.map(String);
  }

  /** A truth value, or one of 0 and 1. */
  flag(name: string, missing: boolean): boolean {
    return Boolean(this.attribute(name) ?? missing);
  }

  /** An attribute of any kind. */
  attribute(name: string): Attribute | undefined {
    this.asked.add(name);
    return this.recorded.attributes[name];
  }

  /** Marks attributes that say again what the arguments say. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.asked.add(name);
  }

  /** Attributes that nobody asked for. */
  unasked(): string[] {
    return Object.keys(this.recorded.attributes).filter((name) => !this.asked.has(name));
  }

  private names(key: Key): readonly string[] {
    const names = this.recorded.inputs[key];
    if (names === undefined) throw new TypeError(`there is no argument ${key}`);
    return typeof names === 'string' ? [names] : names;
  }

  private operand(key: Key): Operand {
    return this.named(this.names(key)[0] as string);
  }

  private named(name: string): Operand {
    const operand = this.operands.get(name);
    if (operand === undefined) throw new TypeError(`there is no operand ${name}`);
    return operand;
  }

  private values(key: Key): RecordedTensor {
    const { recorded } = this.operand(key);
    if (recorded === undefined) throw new NotApplicable(`argument ${key} is computed, and decides shapes`);
    return recorded;
  }
}

function numeric(name: string, value: Attribute): number {
  const number = typeof value === 'number' || typeof value === 'string' ? numberOf(value) : undefined;
  if (number === undefined) throw new NotApplicable(`attribute ${name} is beyond what a number holds`);
  return number;
}
