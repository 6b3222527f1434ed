// Writes the built-in data sets as modules: node packages/data/scripts/encode.mjs DIRECTORY
// DIRECTORY holds digits.csv.gz, iris.csv, wine.csv and breast_cancer.csv: comma-separated numbers, the last column the
// class id, and in all but digits a first line with counts and class names.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: node encode.mjs DIRECTORY');

const read = (file, headerLines) => {
  const bytes = readFileSync(join(directory, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.slice(headerLines).map((line) => line.split(','));
};

/** Whole numbers from 0 to 16: a letter each, and a lower-case letter for two to twenty-seven zeros. */
function encodeRuns(values) {
  let text = '';
  for (let i = 0; i < values.length; i++) {
    let zeros = 0;
    while (values[i + zeros] === 0 && zeros < 27) zeros++;
    text += zeros > 1 ? String.fromCharCode(95 + zeros) : String.fromCharCode(65 + values[i]);
    i += Math.max(0, zeros - 1);
  }
  return text;
}

/** Decimals as whole numbers over a power of ten, in base 84, column by column, the lowest digits of all rows first. */
function encodeTable(rows) {
  let columns = '';
  let digits = '';
  for (let column = 0; column < rows[0].length; column++) {
    const texts = rows.map((row) => row[column]);
    const decimals = Math.max(...texts.map((text) => (text.split('.')[1] ?? '').length));
    const whole = texts.map((text) => Math.round(Number(text) * 10 ** decimals));
    whole.forEach((value, row) => {
      if (value / 10 ** decimals !== Number(texts[row])) throw new Error(`${texts[row]} is not exact`);
    });
    let places = 1;
    while (84 ** places <= Math.max(...whole)) places++;
    columns += `${decimals}${places}`;
    for (let place = 0; place < places; place++) {
      for (const value of whole) {
        const digit = Math.floor(value / 84 ** place) % 84;
        digits += String.fromCharCode(digit + (digit < 50 ? 42 : 43));
      }
    }
  }
  return { rows: rows.length, columns, digits };
}

function write(name, lines) {
  const path = new URL(`../src/encoding/${name}-text.ts`, import.meta.url);
  const text = `// Written by scripts/encode.mjs.\n${lines.join('\n')}\n`;
  writeFileSync(path, text);
  console.log(`${name}: ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} with gzip`);
}

const digits = read('digits.csv.gz', 0);
write('digits', [
  `/** ${digits.length} rows of 64 pixels and a label. */`,
  `export const digitsText: string =\n  '${encodeRuns(digits.flat().map(Number))}';`,
]);

for (const [file, name] of [
  ['iris', 'iris'],
  ['wine', 'wine'],
  ['breast_cancer', 'breast-cancer'],
]) {
  const { rows, columns, digits } = encodeTable(read(`${file}.csv`, 1));
  const constant = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  write(name, [
    "import type { EncodedTable } from './decimal-columns.ts';\n",
    `/** ${rows} rows of ${columns.length / 2 - 1} measurements and a class id. */`,
    `export const ${constant}Text: EncodedTable = {\n  rows: ${rows},\n  columns: '${columns}',\n  digits:\n    '${digits}',\n};`,
  ]);
}
