export type { SharedProgramReport, Threads, ThreadsOptions } from './wasm/threads/use-threads.ts';
export { sharedPrograms, useThreads } from './wasm/threads/use-threads.ts';
