import { fingerprint } from './train-fingerprint.ts';

process.stdout.write(`${process.version} ${await fingerprint()}\n`);
