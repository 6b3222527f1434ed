// The lock files name packages and their hashes. An address in one would tie every clone to one server.
import { readFileSync } from 'node:fs';

const integrityOnly = /^resolution: \{integrity: sha512-[\w+/=]+\}$/;

const problems = ['pnpm-lock.yaml', 'apps/benchmark/peers/pnpm-lock.yaml'].flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((text, index) => ({ place: `${file}:${index + 1}`, text: text.trim() }))
    .filter(({ text }) => text.includes('://') || (text.startsWith('resolution:') && !integrityOnly.test(text))),
);

for (const { place, text } of problems) console.error(`${place}: ${text}`);
if (problems.length > 0) process.exit(1);
console.log('the lock files have no addresses');
