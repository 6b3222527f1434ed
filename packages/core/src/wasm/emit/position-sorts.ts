import type { FunctionBuilder, Local } from '../assembler.ts';

type Address = Local<'i32'>;

/** A row of keys, unsigned integers of so many bytes each. */
interface Keys {
  readonly keys: Address;
  readonly bytes: 1 | 4 | 8;
  readonly length: number;
}

/** Writes the positions of the keys in ascending order, equal keys in the order in which they stand: by insertion. */
export function insertPositions(f: FunctionBuilder, row: Keys & { readonly positions: Address }): void {
  const { keys, bytes, length, positions } = row;
  const [next, place, other] = [f.local('i32'), f.local('i32'), f.local('i32')];
  const [key, otherKey] = [f.local('i32'), f.local('i32')];
  f.for(next, { to: length }, () => {
    pushElement(f, keys, next, bytes);
    f.local.set(key);
    pushElement(f, positions, next, 4);
    f.local.set(place);
    f.block((found) => {
      f.loop((again) => {
        f.local.get(place);
        f.local.get(positions);
        f.i32.eq();
        f.br_if(found);
        pushBelow(f, place, 4);
        f.i32.load();
        f.local.set(other);
        pushElement(f, keys, other, bytes);
        f.local.set(otherKey);
        pushLess(f, key, otherKey, bytes);
        f.i32.eqz();
        f.br_if(found);
        f.local.get(place);
        f.local.get(other);
        f.i32.store();
        pushBelow(f, place, 4);
        f.local.set(place);
        f.br(again);
      });
    });
    f.local.get(place);
    f.local.get(next);
    f.i32.store();
  });
}

/**
 * The same for long rows: sorts by one byte after the other, the lowest first, each time keeping the order of the
 * passes before. Its time grows with the length only. The result is in `from`, which changes places with `to`.
 */
export function sortByDigits(
  f: FunctionBuilder,
  row: Keys & { readonly from: Address; readonly to: Address; readonly counts: Address },
): void {
  const { keys, bytes, length, from, to, counts } = row;
  const [i, digit, digits] = [f.local('i32'), f.local('i32'), f.local('i32')];
  const [slot, sum, position] = [f.local('i32'), f.local('i32'), f.local('i32')];
  /** Pushes where the byte on the stack is counted. */
  const pushSlot = (): void => {
    f.i32.const(2);
    f.i32.shl();
    f.local.get(counts);
    f.i32.add();
  };
  f.for(i, { to: length }, () => {
    pushElement(f, from, i, 4);
    f.local.get(i);
    f.i32.store();
  });
  f.for(digit, { to: bytes }, () => {
    f.local.get(keys);
    f.local.get(digit);
    f.i32.add();
    f.local.set(digits);
    f.for(i, { to: 1024, step: 16 }, () => {
      f.local.get(counts);
      f.local.get(i);
      f.i32.add();
      f.v128.const(new Int32Array(4));
      f.v128.store();
    });
    f.for(i, { to: length }, () => {
      pushElement(f, digits, i, bytes);
      f.i32.load8_u();
      pushSlot();
      f.local.tee(slot);
      f.local.get(slot);
      f.i32.load();
      f.i32.const(4);
      f.i32.add();
      f.i32.store();
    });
    // Where all keys have the same byte there is nothing to do.
    f.local.get(digits);
    f.i32.load8_u();
    pushSlot();
    f.i32.load();
    f.i32.const(length * 4);
    f.i32.ne();
    f.if(() => {
      // Counts become the address of the first position with this byte.
      f.local.get(to);
      f.local.set(sum);
      f.for(i, { to: 256 }, () => {
        pushElement(f, counts, i, 4);
        f.local.tee(slot);
        f.local.get(sum);
        f.local.get(slot);
        f.i32.load();
        f.local.get(sum);
        f.i32.add();
        f.local.set(sum);
        f.i32.store();
      });
      f.for(i, { to: length }, () => {
        pushElement(f, from, i, 4);
        f.i32.load();
        f.local.set(position);
        pushElement(f, digits, position, bytes);
        f.i32.load8_u();
        pushSlot();
        f.local.tee(slot);
        f.i32.load();
        f.local.tee(sum);
        f.local.get(position);
        f.i32.store();
        f.local.get(slot);
        f.local.get(sum);
        f.i32.const(4);
        f.i32.add();
        f.i32.store();
      });
      f.local.get(from);
      f.local.get(to);
      f.local.set(from);
      f.local.set(to);
    });
  });
}

/** Pushes `base + index · bytes`. */
function pushElement(f: FunctionBuilder, base: Address, index: Address, bytes: 1 | 4 | 8): void {
  f.local.get(base);
  f.local.get(index);
  f.i32.const(Math.log2(bytes));
  f.i32.shl();
  f.i32.add();
}

function pushBelow(f: FunctionBuilder, address: Address, bytes: number): void {
  f.local.get(address);
  f.i32.const(bytes);
  f.i32.sub();
}

/** Pushes whether the key at one address is smaller than that at another. */
function pushLess(f: FunctionBuilder, a: Address, b: Address, bytes: 1 | 4 | 8): void {
  const compared = (order: 'lt_u' | 'eq', load: () => void): void => {
    f.local.get(a);
    load();
    f.local.get(b);
    load();
    f.i32[order]();
  };
  if (bytes < 8) {
    compared('lt_u', () => (bytes === 1 ? f.i32.load8_u() : f.i32.load()));
    return;
  }
  compared('lt_u', () => f.i32.load(4));
  compared('eq', () => f.i32.load(4));
  compared('lt_u', () => f.i32.load());
  f.i32.and();
  f.i32.or();
}
