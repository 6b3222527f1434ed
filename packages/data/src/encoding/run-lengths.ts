/**
 * Small whole numbers, 0 to 16, from text: `A` is 0, `B` is 1, … `Q` is 16, and a lower-case letter is a run of zeros,
 * `a` two of them, `b` three, … `z` twenty-seven.
 */
export function decodeRuns(text: string, length: number): Uint8Array {
  const values = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 97) values[at++] = code - 65;
    else at += code - 95;
  }
  return values;
}
