// The lock file names packages and their hashes. An address in it would tie every clone to one server.
import { readFileSync } from 'node:fs';

const integrityOnly = /^resolution: \{integrity: sha512-[\w+/=]+\}$/;

const problems = readFileSync('pnpm-lock.yaml', 'utf8')
  .split('\n')
  .map((text, index) => ({ line: index + 1, text: text.trim() }))
  .filter(({ text }) => text.includes('://') || (text.startsWith('resolution:') && !integrityOnly.test(text)));

for (const { line, text } of problems) console.error(`pnpm-lock.yaml:${line}: ${text}`);
if (problems.length > 0) process.exit(1);
console.log('the lock file has no addresses');
