/** Which page is shown, and all that was chosen there. */
export interface Address {
  readonly page: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads `#/dying-relu?seed=3&lang=ko`. What stands before the hash, `?lang=ko`, holds for every page. */
export function parseAddress(search: string, hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const parameters = new Map<string, string>([...new URLSearchParams(search), ...new URLSearchParams(query)]);
  return { page: decoded(path), parameters };
}

/** Writes the hash of an address. */
export function formatAddress({ page, parameters }: Address): string {
  const query = new URLSearchParams([...parameters]).toString();
  return `#/${encodeURIComponent(page)}${query === '' ? '' : `?${query}`}`;
}

/** A broken percent sign is no reason to show nothing. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
