/** What pictures say of themselves, apart from the labels that they are given. */
export const en = {
  showTable: 'Show as table',
  hideTable: 'Hide table',
  keys: 'Arrow keys read values.',
  moveKey: 'Enter moves the start there.',
  empty: 'No numbers yet.',
  value: 'value',
  others: (count: number): string => `${count} more.`,
  rowsShown: (shown: number, all: number): string => `${shown} of ${all} rows.`,

  // Curves
  falls: (name: string, from: string, to: string, where: string): string =>
    `${name} falls from ${from} to ${to}${where}`,
  rises: (name: string, from: string, to: string, where: string): string =>
    `${name} rises from ${from} to ${to}${where}`,
  stays: (name: string, at: string, where: string): string => `${name} stays at ${at}${where}`,
  between: (name: string, low: string, high: string, from: string, to: string, where: string): string =>
    `${name} lies between ${low} and ${high}, from ${from} to ${to}${where}`,
  along: (axis: string, from: string, to: string): string => ` (${axis} ${from} to ${to})`,
  lowest: (value: string, where: string): string => `, lowest ${value} at ${where}`,
  highest: (value: string, where: string): string => `, highest ${value} at ${where}`,
  infinite: (where: string): string => `, infinite from ${where}`,
  notANumber: (where: string): string => `, not a number from ${where}`,
  points: (name: string, count: string): string => `${name}: ${count} points`,
  noNumbers: (name: string): string => `${name}: no numbers yet`,
  mark: (label: string, where: string): string => `${label} at ${where}.`,

  // Histograms
  spread: (row: string, first: string, firstAt: string, last: string, lastAt: string): string =>
    `${row}: standard deviation ${first} in ${firstAt}, ${last} in ${lastAt}.`,
  oneSpread: (row: string, deviation: string, mean: string): string =>
    `${row}: mean ${mean}, standard deviation ${deviation}.`,
  meanAndDeviation: (mean: string, deviation: string): string => `mean ${mean}, standard deviation ${deviation}`,
  values: (count: string): string => `${count} values`,
  eachFrom: (axis: string, from: string, to: string): string => `${axis}: each from ${from} to ${to}`,

  // Heat maps and surfaces
  extremes: (low: string, lowAt: string, high: string, highAt: string): string =>
    `Lowest ${low} at ${lowAt}, highest ${high} at ${highAt}.`,
  missing: (count: string): string => `${count} cells have no number.`,
  path: (name: string, steps: string, from: string, to: string): string =>
    `${name}: ${steps} points, value ${from} at the start, ${to} at the end.`,
  pathLeft: (name: string, steps: string): string => `${name}: ${steps} points, ends outside the picture.`,
  ball: (norm: number, radius: string): string =>
    `${norm === 1 ? 'L1: diamond' : 'L2: disc'} of radius ${radius} around the origin.`,

  // Boundaries
  area: (label: number, share: string): string => `Class ${label} is predicted in ${share} of the picture.`,
  trainAccuracy: (share: string): string => `${share} of the training points lie in their class.`,
  testAccuracy: (share: string): string => `${share} of the test points lie in their class.`,
  classNumber: (label: number): string => `class ${label}`,
  hollowIsTest: 'hollow: test point',

  // Bars, images, networks, tables
  largest: (name: string, value: string): string => `Largest: ${name} (${value}).`,
  limit: (label: string, value: string): string => `${label}: ${value}.`,
  imageCount: (count: string, width: number, height: number): string =>
    `${count} ${count === '1' ? 'image' : 'images'} of ${width} × ${height} pixels.`,
  layer: (name: string, active: string, all: string): string => `${name}: ${active} of ${all} units active`,
  connections: (active: string, all: string): string => `${active} of ${all} connections active.`,
  tableSize: (rows: string, columns: string): string => `${rows} rows, ${columns} columns.`,

  // Headings of tables
  columns: {
    row: 'row',
    column: 'column',
    mean: 'mean',
    deviation: 'standard deviation',
    count: 'values',
    from: 'from',
    to: 'to',
    name: 'name',
    point: 'point',
    label: 'class',
    predicted: 'predicted',
    use: 'use',
    train: 'training',
    test: 'test',
    caption: 'image',
    brightness: 'mean brightness',
    layer: 'layer',
    active: 'active units',
    units: 'units',
  },
};

/** A language has all of these. */
export type ChartWords = typeof en;
