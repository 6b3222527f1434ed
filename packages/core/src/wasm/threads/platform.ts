/** What workers of Node and of browsers have in common. */
interface NodeWorker {
  on(event: 'message' | 'error' | 'exit', listener: (value: unknown) => void): void;
  unref(): void;
  terminate(): unknown;
}

interface WebWorker {
  onmessage: () => void;
  onerror: (event: { readonly message?: string; preventDefault?: () => void }) => void;
  postMessage(data: unknown): void;
  terminate(): void;
}

/** What is needed of the platform, all of which may be missing. */
interface Platform {
  readonly process?: { readonly getBuiltinModule?: (name: string) => unknown };
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly crossOriginIsolated?: boolean;
  readonly document?: unknown;
  readonly performance: { now(): number };
  readonly Worker?: new (url: string) => WebWorker;
  readonly Blob: new (parts: readonly string[], options: { readonly type: string }) => unknown;
  readonly URL: { createObjectURL(blob: unknown): string; revokeObjectURL(url: string): void };
}

type NodeWorkers = {
  readonly Worker: new (
    source: string,
    options: { readonly eval: true; readonly workerData: unknown; readonly execArgv: readonly string[] },
  ) => NodeWorker;
};

const platform = (): Platform => globalThis as unknown as Platform;

const builtIn = <Module>(name: string): Module | undefined =>
  platform().process?.getBuiltinModule?.(name) as Module | undefined;

/** The number of processors that this program may use, as far as is known. */
export function processors(): number {
  const os = builtIn<{ availableParallelism?(): number }>('node:os');
  return os?.availableParallelism?.() ?? platform().navigator?.hardwareConcurrency ?? 1;
}

/** Milliseconds since some time. */
export function now(): number {
  return platform().performance.now();
}

/** Why several threads cannot be used here; undefined where they can. */
export function obstacle(): string | undefined {
  const { crossOriginIsolated, Worker } = platform();
  if (typeof SharedArrayBuffer === 'undefined' || crossOriginIsolated === false) {
    return (
      'the page is not cross-origin isolated. Serve it with the headers "Cross-Origin-Opener-Policy: same-origin" and ' +
      '"Cross-Origin-Embedder-Policy: require-corp".'
    );
  }
  if (builtIn('node:worker_threads') !== undefined || Worker !== undefined) return undefined;
  return 'the platform has no workers that can be started here; of Node it takes 20.16, 22.3 or later.';
}

/** Whether the thread that calls may sleep: that of a page may not. */
export function maySleep(): boolean {
  return platform().document === undefined;
}

interface Events {
  /** The worker runs. */
  readonly ready: () => void;
  /** It could not be started, or ended. */
  readonly failed: (reason: string) => void;
}

/** Starts a worker, which keeps no process from ending once it runs; returns how to end it. */
export function startWorker(source: string, data: unknown, { ready, failed }: Events): () => void {
  const node = builtIn<NodeWorkers>('node:worker_threads');
  if (node !== undefined) {
    const worker = new node.Worker(source, { eval: true, workerData: data, execArgv: [] });
    worker.on('message', () => {
      worker.unref();
      ready();
    });
    worker.on('error', (error) => failed(String(error)));
    worker.on('exit', () => failed('it ended'));
    return () => void worker.terminate();
  }
  const { Blob, URL, Worker } = platform();
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new (Worker as NonNullable<typeof Worker>)(url);
  worker.onmessage = () => {
    URL.revokeObjectURL(url);
    ready();
  };
  worker.onerror = (event) => {
    event.preventDefault?.();
    failed(
      event.message ??
        'the page does not allow workers made from text: its content security policy has to have "worker-src blob:"',
    );
  };
  worker.postMessage(data);
  return () => worker.terminate();
}
