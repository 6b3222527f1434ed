interface Engine {
  readonly gc: () => void;
  readonly setTimeout: (run: () => void) => unknown;
  readonly process: { memoryUsage(): { readonly arrayBuffers: number } };
}

const { gc, setTimeout, process } = globalThis as unknown as Engine;

/** Lets the engine collect, and tell of what it found, until nothing more is expected or it finds no more. */
export async function collected(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 20 && !isDone(); turn++) {
    gc();
    await new Promise<void>((resolve) => setTimeout(resolve));
  }
}

/** Bytes of typed arrays that are in use, after a collection. */
export function arrayBytes(): number {
  gc();
  return process.memoryUsage().arrayBuffers;
}
