import { controlWords, ended, going, offered, words } from './control.ts';

/** Looks at the ticket before a worker goes to sleep: it takes 30 µs to wake up, and the next step may come at once. */
const looks = 30000;

/**
 * The program of a worker, for Node and for browsers. As text: bundlers rewrite functions, and what they call would not
 * be there. See `control.ts` for what is said in which word.
 *
 * The worker never returns to its event loop, so nothing can be posted to it: modules are read from memory. Engines
 * share the code of modules with equal bytes, so compiling again costs next to nothing.
 */
export function workerSource(): string {
  return `'use strict';
const run = ({ memory, index }, ready) => {
  const control = new Int32Array(memory.buffer, 0, ${controlWords});
  const steps = new Map();
  const changed = (seen) => {
    for (;;) {
      for (let look = 0; look < ${looks}; look++) {
        const ticket = Atomics.load(control, ${words.ticket});
        if (ticket !== seen) return ticket;
      }
      Atomics.wait(control, ${words.ticket}, seen);
    }
  };
  const prepared = (ticket) => {
    const [program, table, distance, module, bytes, forgotten, count] = control.slice(${words.offer}, ${words.offer} + 7);
    const gone = new Uint32Array(memory.buffer, forgotten, count).slice();
    const code = steps.has(program) ? undefined : new Uint8Array(memory.buffer, module >>> 0, bytes >>> 0).slice();
    // What was read is one offer only if it still stands.
    if (Atomics.load(control, ${words.ticket}) !== ticket) return undefined;
    for (const old of gone) steps.delete(old);
    if (code !== undefined) {
      const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
      steps.set(program, instance.exports.step);
    }
    return { step: steps.get(program), table: table + index * distance };
  };
  const fail = () => {
    Atomics.store(control, ${words.failed}, 1);
    Atomics.notify(control, ${words.meetings});
  };
  let ticket = Atomics.load(control, ${words.ticket});
  Atomics.store(control, ${words.arrivals} + index, -1);
  ready();
  for (;;) {
    const state = ticket & 3;
    if (state === ${ended}) return;
    let next;
    if (state === ${offered}) {
      try {
        next = prepared(ticket);
      } catch {
        fail();
      }
    }
    if (next === undefined) {
      ticket = changed(ticket);
      continue;
    }
    Atomics.store(control, ${words.arrivals} + index, ticket);
    const answer = changed(ticket);
    if (answer === ticket + ${going}) {
      try {
        next.step(next.table);
      } catch {
        fail();
      }
    }
    ticket = answer;
    if ((answer & 3) === ${going}) ticket = changed(answer);
  }
};
if (typeof require === 'function') {
  const { workerData, parentPort } = require('node:worker_threads');
  run(workerData, () => parentPort.postMessage(0));
} else {
  onmessage = ({ data }) => {
    run(data, () => postMessage(0));
    close();
  };
}
`;
}
