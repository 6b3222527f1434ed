// Contradictions between the documents.
import { fitTest } from '../places.mjs';

export const lines = [
  {
    line: '1.7',
    concept: 'Contradictions settled: defaults as in Keras 3, the documents’ own values under one name',
    names: ['gradkit/presets'],
    tests: [fitTest],
  },
];
