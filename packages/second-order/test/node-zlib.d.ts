/** The part of Node's zlib that tests use: the package itself is for every platform, so its types know none. */
declare module 'node:zlib' {
  export function gzipSync(data: Uint8Array, options?: { readonly level?: number }): Uint8Array;
}
