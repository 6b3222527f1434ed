// A process that does nothing but say how much memory that takes.
import { peakBytes } from './peak-bytes.ts';

process.stdout.write(`${peakBytes()}\n`);
