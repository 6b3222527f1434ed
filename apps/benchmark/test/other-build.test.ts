import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../src/options.ts';
import { otherBuild } from '../src/other-build.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

describe('otherBuild', () => {
  it('says which packages of a folder are not built', () => {
    const tree = temporaryFolder();
    for (const name of ['core/dist', 'layers', 'gradkit/dist'])
      mkdirSync(join(tree, 'packages', name), { recursive: true });
    expect(() => otherBuild(tree, () => {})).toThrow(
      new UsageError(`--compare: in ${tree} these are not built: layers. Run npm run build there.`),
    );
  });

  it('refuses what is neither a folder with packages nor a revision', () => {
    expect(() => otherBuild('no-such-revision', () => {})).toThrow(/neither a folder with packages nor a revision/);
  });
});
