/** What every platform has, and the language itself has not. */
interface Platform {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    label: string,
    options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean },
  ) => { decode(bytes: Uint8Array): string };
}

const platform = (): Platform => globalThis as unknown as Platform;

/** Text as bytes of UTF-8. */
export function utf8(text: string): Uint8Array {
  return new (platform().TextEncoder)().encode(text);
}

/** Bytes of UTF-8 as text. Throws for other bytes. */
export function fromUtf8(bytes: Uint8Array): string {
  return new (platform().TextDecoder)('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Bytes as text in which every character stands for one byte. */
export function fromBytes(bytes: Uint8Array): string {
  return new (platform().TextDecoder)('latin1').decode(bytes);
}
