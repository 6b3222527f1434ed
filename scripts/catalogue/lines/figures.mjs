// Figures.
import { figures } from '../places.mjs';

export const lines = [{ line: '1.6', concept: 'Figures to reproduce', later: figures }];
