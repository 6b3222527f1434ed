// The published packages: what each is built on. The table of the architecture, as data.
import { readdirSync, readFileSync } from 'node:fs';

const foundation = ['autograd', 'activations', 'initializers', 'regularizers', 'optimizers'];
const composed = ['losses', 'metrics', 'data', 'layers'];

/** Folder under `packages/` → its floor, the folders it depends on, and whether it may use third parties. */
export const table = {
  core: { floor: 'kernel', uses: [] },
  autograd: { floor: 'foundation', uses: ['core'] },
  activations: { floor: 'foundation', uses: ['core'] },
  initializers: { floor: 'foundation', uses: ['core'] },
  regularizers: { floor: 'foundation', uses: ['core'] },
  optimizers: { floor: 'foundation', uses: ['core'] },
  losses: { floor: 'compose', uses: ['core', 'activations'], thirdParties: true },
  metrics: { floor: 'compose', uses: ['core', 'activations'], thirdParties: true },
  data: { floor: 'compose', uses: ['core'], thirdParties: true },
  layers: {
    floor: 'compose',
    uses: ['core', 'activations', 'initializers', 'regularizers'],
    thirdParties: true,
  },
  'second-order': { floor: 'compose', uses: ['core', 'autograd', 'optimizers'] },
  train: { floor: 'train', uses: ['core', ...foundation, ...composed], thirdParties: true },
  diagnostics: { floor: 'insight', uses: ['core', ...foundation, ...composed, 'train'], thirdParties: true },
  gradkit: { floor: 'umbrella', uses: ['core', ...foundation, ...composed, 'second-order', 'train', 'diagnostics'] },
};

export const nameOf = (folder) => (folder === 'gradkit' ? folder : `@gradkit/${folder}`);

export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The folders of packages that are published. */
export const folders = () =>
  readdirSync('packages', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readJson(`packages/${entry.name}/package.json`).private !== true)
    .map((entry) => entry.name);
