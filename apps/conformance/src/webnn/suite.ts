import type { Suite } from '../suite/read-suites.ts';
import { webnnAbsent } from './absent.ts';
import { webnnAdaptors } from './adaptors.ts';
import { webnnComposed } from './composed.ts';
import { webnnFailures } from './failures.ts';
import { readWebnn } from './read.ts';

/** The W3C's tests of WebNN, from the Web Platform Tests. */
export const webnn: Suite = {
  title: 'WebNN conformance tests',
  file: 'webnn_tests.json.gz',
  attribution: 'Copyright © web-platform-tests contributors, BSD-3-Clause',
  tolerance: 'the number of steps between float32 numbers, or the difference, that the suite allows for each case',
  adaptors: webnnAdaptors,
  composed: webnnComposed,
  absent: webnnAbsent,
  failures: webnnFailures,
  read: readWebnn,
};
