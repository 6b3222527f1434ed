import type { Loop } from '../../compile/affine.ts';
import { ownForms } from '../../compile/expression.ts';
import type { Affine, Buffer, Choose, Expression, Index, Load, Range, Reduction, Store } from '../../compile/kernel.ts';
import { loadsOf, partsOf, partsWithin } from '../../compile/kernel.ts';
import { type DType, dtypes } from '../../dtype.ts';
import type { CountingRange, FunctionBuilder, Local, Module } from '../assembler.ts';
import { type Access, loadLane, loadSplat, loadVector, pushAddress, storeVector } from './access.ts';
import { addTerm, divided } from './index-arithmetic.ts';
import { emitCast, emitOperation, type PlainOp, pushConstant, type Registers, widenMask } from './registers.ts';

/** What was computed at one depth of the loops, and is valid there and deeper. */
type Scope = Map<Expression | Reduction | string, Local>;

/** Which axis runs across the lanes of a register, and how many lanes count: one at the end of an uneven extent. */
export interface Lanes {
  readonly axis: number | undefined;
  readonly active: number;
  /** Whether the first lane always stands at a multiple of their number. */
  readonly areAligned?: boolean;
}

/**
 * Emits the loops of one kernel. Expressions become registers, each computed at the outermost loop at which its inputs
 * are known; addresses are sums of one term a loop, shared between loads with equal strides.
 */
export class Nest implements Registers {
  readonly f: FunctionBuilder;
  readonly module: Module;
  readonly width: 2 | 4;
  /** The position on each axis; undefined while its loop is not open, or when the axis has one element. */
  readonly positions: (Local<'i32'> | undefined)[];
  lanes: Lanes = { axis: undefined, active: 1 };
  readonly #table: Local<'i32'>;
  readonly #pointers = new Map<Buffer, Local<'i32'>>();
  readonly #written: ReadonlySet<Buffer>;
  readonly #depths = new Map<number, number>();
  readonly #scopes: Scope[] = [new Map()];
  #uses = new Map<Expression, number>();
  #mask: Local<'v128'> | undefined;

  constructor(
    module: Module,
    f: FunctionBuilder,
    table: Local<'i32'>,
    width: 2 | 4,
    axes: number,
    written: ReadonlySet<Buffer>,
  ) {
    this.module = module;
    this.f = f;
    this.#table = table;
    this.width = width;
    this.positions = new Array<Local<'i32'> | undefined>(axes);
    this.#written = written;
  }

  // ---- loops

  /**
   * Opens a loop over an axis and runs `body` inside, with the parts of `inside` that do not need it computed before.
   * Returns the counter, which after the loop is the first position beyond it.
   */
  loop(axis: number, range: CountingRange, inside: readonly Expression[], body: () => void): Local<'i32'> {
    this.hoist(inside);
    const counter = this.f.local('i32');
    this.f.for(counter, range, () => this.at(axis, counter, body));
    return counter;
  }

  /** Runs `body` with axes standing where their flat position, counted through all of them, says. */
  atFlat(loops: readonly Loop[], flat: Local<'i32'>, body: () => void): void {
    const last = loops.at(-1);
    if (last === undefined) {
      body();
    } else if (loops.length === 1) {
      this.at(last.axis, flat, body);
    } else {
      const [before, position] = divided(this.f, flat, last.extent);
      this.atFlat(loops.slice(0, -1), before, () => this.at(last.axis, position, body));
    }
  }

  /** Runs `body` with an axis standing at a position. */
  at(axis: number, position: Local<'i32'> | undefined, body: () => void): void {
    const before = this.positions[axis];
    this.positions[axis] = position;
    this.#depths.set(axis, this.#scopes.length);
    this.scoped(body);
    this.#depths.delete(axis);
    this.positions[axis] = before;
  }

  scoped(body: () => void): void {
    this.#scopes.push(new Map());
    body();
    this.#scopes.pop();
  }

  /** Tells which expressions follow, so that those used twice are kept in a register. */
  expect(roots: readonly Expression[]): void {
    this.#uses = new Map();
    const visit = (e: Expression): void => {
      const count = this.#uses.get(e) ?? 0;
      this.#uses.set(e, count + 1);
      if (count === 0) for (const part of partsOf(e)) visit(part);
    };
    for (const root of roots) visit(root);
  }

  /** Declares that axes other than those of the loops have one position, or moved into a neighbour. */
  fixOthers(loops: readonly Loop[]): void {
    for (const axis of this.positions.keys()) {
      if (!loops.some((loop) => loop.axis === axis)) this.#depths.set(axis, 0);
    }
  }

  /** Computes, here, the largest parts of expressions that move only with the loops that are open. */
  hoist(roots: readonly Expression[]): void {
    const settled = new Map<Expression, boolean>();
    const seen = new Set<Expression>();
    const visit = (e: Expression): void => {
      if (seen.has(e) || this.#known(e) !== undefined) return;
      seen.add(e);
      if (this.#isSettled(e, settled)) {
        this.keep(e);
        return;
      }
      for (const part of partsOf(e)) {
        // Of a choice, what only one side needs waits until that side is chosen; constants cost nothing.
        if (e.kind !== 'choose') visit(part);
        else if (part.kind === 'constant') this.keep(part);
      }
    };
    for (const root of roots) visit(root);
  }

  #isSettled(e: Expression, memo: Map<Expression, boolean>): boolean {
    if (this.#known(e) !== undefined) return true;
    let settled = memo.get(e);
    if (settled === undefined) {
      const inside = partsOf(e).every((part) => this.#isSettled(part, memo));
      settled = inside && this.#isSettledHere(e);
      memo.set(e, settled);
    }
    return settled;
  }

  #isSettledHere(e: Expression): boolean {
    if (e.kind === 'reduced') return this.#known(e.reduction) !== undefined;
    // What the kernel writes may change between here and there.
    return !('buffer' in e && this.#written.has(e.buffer)) && ownForms(e).every((form) => this.#isOpen(form));
  }

  #isOpen(form: Affine): boolean {
    return form.strides.every((stride, axis) => stride === 0 || this.#depths.has(axis));
  }

  // ---- expressions

  /** The register of an expression, computed now if it is not known. */
  keep(e: Expression): Local {
    const known = this.#known(e);
    if (known !== undefined) return known;
    this.#compute(e);
    const kept = this.f.local('v128');
    this.f.local.set(kept);
    this.remember(e, kept);
    return kept;
  }

  /** Declares that an expression, or a finished reduction, is held by a register in the present scope. */
  remember(e: Expression | Reduction | string, register: Local): void {
    (this.#scopes.at(-1) as Scope).set(e, register);
  }

  /** Pushes the value of an expression. */
  push(e: Expression): void {
    const known = this.#known(e);
    if (known !== undefined) {
      this.f.local.get(known);
    } else if (e.kind !== 'constant' && (this.#uses.get(e) ?? 0) > 1) {
      this.f.local.get(this.keep(e));
    } else {
      this.#compute(e);
    }
  }

  #known(e: Expression | Reduction | string): Local | undefined {
    for (let depth = this.#scopes.length - 1; depth >= 0; depth--) {
      const found = (this.#scopes[depth] as Scope).get(e);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #compute(e: Expression): void {
    switch (e.kind) {
      case 'constant':
        pushConstant(this, e.value, e.dtype);
        return;
      case 'load':
        this.#computeLoad(e);
        return;
      case 'index':
        this.#computeIndex(e);
        return;
      case 'apply': {
        if (e.op === 'select') {
          this.computeSelect(e.inputs as [Expression, Expression, Expression], e.dtype);
          return;
        }
        for (const input of e.inputs) this.push(input);
        const operand = e.inputs[0] as Expression;
        if (e.code === undefined) emitOperation(this, e.op as PlainOp, operand.dtype, e.dtype);
        else e.code.wasm(this, operand.dtype);
        return;
      }
      case 'choose':
        this.#computeChoose(e);
        return;
      case 'gather':
        e.code.wasm.gather(this, e);
        return;
      case 'reduced':
        this.f.local.get(this.#known(e.reduction) as Local);
        return;
    }
  }

  /** Of a choice between something and zero, the mask is all that is needed. */
  private computeSelect([condition, a, b]: [Expression, Expression, Expression], dtype: DType): void {
    const isZero = (x: Expression): boolean => x.kind === 'constant' && Object.is(x.value, 0);
    const side = isZero(b) ? 'and' : isZero(a) ? 'andnot' : 'bitselect';
    if (side !== 'andnot') this.push(a);
    if (side !== 'and') this.push(b);
    this.push(condition);
    widenMask(this.f, dtype);
    this.f.v128[side]();
  }

  /** How far a form moves from lane to lane. */
  strideAcross(form: Affine): number {
    const { axis } = this.lanes;
    return axis === undefined ? 0 : ((form.strides[axis] as number | undefined) ?? 0);
  }

  #computeLoad(e: Load): void {
    const stride = this.strideAcross(e.at);
    const offset = this.pushPosition(e.buffer, e.at);
    if (stride === 0) loadSplat(this, e.dtype, offset);
    else if (this.#mask === undefined || this.lanes.active === 1)
      loadVector(this, e.dtype, offset, stride, this.lanes.active);
    else this.#loadMasked(e.buffer, e.dtype, offset, stride, this.#mask);
  }

  /** Loads lane by lane; lanes outside the mask read the start of the buffer, which is always there to read. */
  #loadMasked(buffer: Buffer, dtype: DType, offset: number, stride: number, mask: Local): void {
    const { f } = this;
    const address = f.local('i32');
    f.local.set(address);
    const lanes = f.local('v128');
    for (let lane = 0; lane < this.lanes.active; lane++) {
      f.local.get(address);
      f.i32.const(offset + lane * stride * dtypes[dtype].bytes);
      f.i32.add();
      f.local.get(this.pointer(buffer));
      f.local.get(mask);
      f.i32x4.extract_lane(lane);
      f.select();
      loadLane(this, dtype, lanes, lane);
    }
    f.local.get(lanes);
  }

  #computeIndex({ at, dtype }: Index): void {
    this.pushForm(at);
    this.f.i32x4.splat();
    this.#addLaneSteps(this.strideAcross(at));
    emitCast(this, 'int32', dtype);
  }

  #addLaneSteps(stride: number): void {
    if (stride === 0 || this.lanes.active === 1) return;
    this.f.v128.const(Int32Array.from([0, 1, 2, 3], (lane) => lane * stride));
    this.f.i32x4.add();
  }

  #computeChoose(e: Choose): void {
    const { f } = this;
    const across = e.within.filter((range) => this.#divides(range));
    const along = e.within.filter((range) => !across.includes(range));
    if (along.length > 0) {
      along.forEach((range, i) => {
        this.#pushInside(range);
        if (i > 0) f.i32.and();
      });
      f.if(
        () => this.scoped(() => (across.length === 0 ? this.push(e.inside) : this.#chooseAcross(e, across))),
        () => this.scoped(() => this.push(e.outside)),
        'v128',
      );
    } else if (across.length > 0) {
      this.#chooseAcross(e, across);
    } else {
      this.push(e.inside);
    }
  }

  /** Whether some lanes of a register may be inside a range and others outside. */
  #divides({ position: { offset, strides }, low, high }: Range): boolean {
    const { axis, active, areAligned } = this.lanes;
    const stride = axis === undefined ? 0 : strides[axis];
    if (!stride || active === 1) return false;
    const steps = [...strides.with(axis as number, 0), offset - low, high - low];
    return !areAligned || stride !== 1 || steps.some((distance) => distance % active !== 0);
  }

  #pushInside({ position, low, high }: Range): void {
    this.pushForm(position);
    this.f.i32.const(low);
    this.f.i32.sub();
    this.f.i32.const(high - low);
    this.f.i32.lt_u();
  }

  /** Some lanes inside, some outside: where all are inside, nothing is lost; elsewhere loads go lane by lane. */
  #chooseAcross(e: Choose, across: readonly Range[]): void {
    const { f } = this;
    const mask = f.local('v128');
    across.forEach(({ position, low, high }, i) => {
      this.pushForm(position);
      f.i32x4.splat();
      this.#addLaneSteps(this.strideAcross(position));
      pushConstant(this, low, 'int32');
      f.i32x4.sub();
      pushConstant(this, high - low, 'int32');
      f.i32x4.lt_u();
      if (i > 0) f.v128.and();
    });
    const outer = this.#mask;
    const masked = (): void =>
      this.scoped(() => {
        this.#mask = mask;
        // What is loaded under the mask holds nothing in the other lanes: it must not be seen outside.
        this.scoped(() => this.push(e.inside));
        this.#mask = outer;
        this.push(e.outside);
        f.local.get(mask);
        widenMask(f, e.dtype);
        f.v128.bitselect();
      });
    // Inside another choice some lanes are out already. Code for all of them would never run, and double with each.
    if (outer !== undefined) {
      f.local.get(outer);
      f.v128.and();
      f.local.set(mask);
      masked();
      return;
    }
    f.local.tee(mask);
    // In two lanes the upper half of the mask means nothing.
    if (this.width === 2) f.i64x2.extend_low_i32x4_s();
    f.i32x4.all_true();
    f.if(() => this.scoped(() => this.push(e.inside)), masked, 'v128');
  }

  // ---- addresses

  /** The address of a buffer, read once from the program's table. */
  pointer(buffer: Buffer): Local<'i32'> {
    return this.#pointers.get(buffer) as Local<'i32'>;
  }

  /** Loads the addresses of buffers into locals; must come before the loops. */
  loadPointers(buffers: Iterable<Buffer>): void {
    for (const buffer of buffers) {
      if (this.#pointers.has(buffer)) continue;
      const pointer = this.f.local('i32');
      this.f.local.get(this.#table);
      this.f.i32.load(buffer.index * 4);
      this.f.local.set(pointer);
      this.#pointers.set(buffer, pointer);
    }
  }

  /** Pushes an address and returns the constant offset in bytes that goes into the instruction. */
  pushPosition(buffer: Buffer, at: Affine): number {
    const { bytes } = dtypes[buffer.dtype];
    // The offset of an instruction does not wrap: what comes before must not be below the buffer, which may lie at the
    // start of memory.
    const inInstruction = at.strides.every((stride) => stride >= 0) ? Math.max(0, at.offset * bytes) : 0;
    pushAddress(this, this.#partial(buffer, at, bytes), at.offset * bytes - inInstruction);
    return inInstruction;
  }

  /** The pointer plus one term for each open loop that the position moves with, outermost first. */
  #partial(buffer: Buffer, at: Affine, bytes: number): Local<'i32'> {
    let address = this.pointer(buffer);
    const axes = [...this.#depths].sort((a, b) => a[1] - b[1]);
    for (const [axis] of axes) {
      const stride = (at.strides[axis] as number | undefined) ?? 0;
      const position = this.positions[axis];
      if (stride === 0 || position === undefined) continue;
      const key = `${address.index}+${axis}*${stride}`;
      const known = this.#known(key) as Local<'i32'> | undefined;
      if (known !== undefined) {
        address = known;
        continue;
      }
      const { f } = this;
      f.local.get(address);
      addTerm(f, position, stride * bytes);
      const sum = f.local('i32');
      f.local.set(sum);
      this.remember(key, sum);
      address = sum;
    }
    return address;
  }

  /** Computes the outer terms of addresses at the present depth, so that inner loops only add theirs. */
  prepareAddresses(accesses: readonly Access[]): void {
    for (const { buffer, at } of accesses) this.#partial(buffer, at, dtypes[buffer.dtype].bytes);
  }

  /** Pushes the value of a form at the present position (of lane 0). */
  pushForm({ offset, strides }: Affine): void {
    const { f } = this;
    f.i32.const(offset);
    strides.forEach((stride, axis) => {
      const position = this.positions[axis];
      if (position !== undefined) addTerm(f, position, stride);
    });
  }

  // ---- stores

  /** All values first, then all stores: a store may overwrite what another value was read from. */
  storeAll(stores: readonly Store[]): void {
    const values = stores.map((store) => this.keep(store.value));
    stores.forEach((store, i) => {
      const stride = this.strideAcross(store.at);
      const active = stride === 0 ? 1 : this.lanes.active;
      const offset = this.pushPosition(store.buffer, store.at);
      storeVector(this, store.buffer.dtype, values[i] as Local, offset, stride, active);
    });
  }
}

/** Loads and stores of a kernel, for preparing addresses. */
export function accessesOf(roots: readonly Expression[], stores: readonly Store[]): Access[] {
  return [...stores, ...loadsOf(roots)];
}

/** Two lanes as soon as float64 is touched. */
export function widthOf(writes: Iterable<Buffer>, values: readonly Expression[]): 2 | 4 {
  return [...writes, ...partsWithin(values)].some(({ dtype }) => dtype === 'float64') ? 2 : 4;
}
