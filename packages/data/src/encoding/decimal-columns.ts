/** A table of decimals, one column after the other. */
export interface EncodedTable {
  readonly rows: number;
  /** Two digits for each column: how many decimals its numbers have, how many base-84 digits they take. */
  readonly columns: string;
  /** For each column its base-84 digits, the lowest of all rows first. */
  readonly digits: string;
}

/**
 * The numbers of a table, row by row. A number is a whole number over a power of ten, so that the division rounds to the
 * very double that the decimal text means. Digits are the printable characters from `*` to `~` without the backslash.
 */
export function decodeTable({ rows, columns, digits }: EncodedTable): Float64Array {
  const width = columns.length / 2;
  const values = new Float64Array(rows * width);
  let at = 0;
  for (let column = 0; column < width; column++) {
    const places = Number(columns[2 * column + 1]);
    for (let place = 0; place < places; place++) {
      for (let row = 0; row < rows; row++) {
        const code = digits.charCodeAt(at++);
        const digit = code - (code > 92 ? 43 : 42);
        values[row * width + column] = (values[row * width + column] as number) + digit * 84 ** place;
      }
    }
    const unit = 10 ** Number(columns[2 * column]);
    for (let row = 0; row < rows; row++) {
      values[row * width + column] = (values[row * width + column] as number) / unit;
    }
  }
  return values;
}
