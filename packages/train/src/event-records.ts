import { crc32c } from './crc32c.ts';
import { utf8 } from './text.ts';

/** The distribution of numbers that an event shows. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** The upper ends of the bins, the last one at least `max`. */
  readonly limits: readonly number[];
  /** How many numbers are in each bin. */
  readonly bins: readonly number[];
}

/** One entry of an event file. */
export interface Event {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** In the first event of a file: its version. */
  readonly fileVersion?: string;
  /** Says that a run begins at this step: what files before say of it and of later ones counts no more. */
  readonly isStart?: boolean;
  /** Numbers by tag. */
  readonly scalars?: Readonly<Record<string, number>>;
  /** Distributions by tag. */
  readonly histograms?: Readonly<Record<string, Histogram>>;
}

/** Kinds of values in the wire format of protocol buffers. */
const varint = 0;
const fixed64 = 1;
const delimited = 2;
const fixed32 = 5;

/**
 * An event as a record of an event file: the length, 8 bytes; its masked checksum, 4; the event, as a protocol buffer; and the
 * masked checksum of that, 4. All little-endian.
 * Source: TensorFlow, "TFRecord" and `event.proto`, `summary.proto`.
 */
export function eventRecord(event: Event): Uint8Array {
  const body = eventMessage(event);
  const record = new Uint8Array(body.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(body.length), true);
  view.setUint32(8, masked(record.subarray(0, 8)), true);
  record.set(body, 12);
  view.setUint32(12 + body.length, masked(body), true);
  return record;
}

/** A checksum of bytes that contain checksums would be weak: it is rotated and shifted. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

type Bytes = readonly number[] | Uint8Array;

function eventMessage({ wallTime, step, fileVersion, isStart, scalars = {}, histograms = {} }: Event): Uint8Array {
  const values = [
    ...Object.entries(scalars).map(([tag, value]) => [...text(1, tag), ...field(2, fixed32, float32(value))]),
    ...Object.entries(histograms).map(([tag, value]) => [...text(1, tag), ...message(5, histogram(value))]),
  ];
  return Uint8Array.from([
    ...double(1, wallTime),
    ...(step === 0 ? [] : field(2, varint, variable(BigInt(step)))),
    ...(fileVersion === undefined ? [] : text(3, fileVersion)),
    ...(values.length === 0
      ? []
      : message(
          5,
          values.flatMap((value) => message(1, value)),
        )),
    ...(isStart ? message(7, field(1, varint, [1])) : []),
  ]);
}

function histogram({ min, max, count, sum, sumOfSquares, limits, bins }: Histogram): number[] {
  const list = (number: number, values: readonly number[]): number[] =>
    values.length === 0 ? [] : message(number, values.flatMap(float64));
  return [
    ...double(1, min),
    ...double(2, max),
    ...double(3, count),
    ...double(4, sum),
    ...double(5, sumOfSquares),
    ...list(6, limits),
    ...list(7, bins),
  ];
}

function field(number: number, kind: number, content: Bytes): number[] {
  return [...variable(BigInt((number << 3) | kind)), ...content];
}

function message(number: number, content: Bytes): number[] {
  return field(number, delimited, [...variable(BigInt(content.length)), ...content]);
}

const text = (number: number, value: string): number[] => message(number, utf8(value));

/** A number that is written unless it is 0, which is what is read where nothing is. */
const double = (number: number, value: number): number[] =>
  Object.is(value, 0) ? [] : field(number, fixed64, float64(value));

/** Seven bits in each byte, the lowest first; all but the last have their highest bit set. */
function variable(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

const float64 = (value: number): number[] => Array.from(new Uint8Array(Float64Array.of(value).buffer));

const float32 = (value: number): number[] => Array.from(new Uint8Array(Float32Array.of(value).buffer));
