import type { Contestant } from '../contestants.ts';

/** What contestants are told apart by in charts: a colour and a shape for each kind. */
export type Kind = 'ours' | 'javascript' | 'native' | 'limit';

export const kinds: Readonly<Record<Kind, string>> = {
  ours: 'gradkit',
  javascript: 'other JavaScript libraries',
  native: 'PyTorch (native code)',
  limit: 'limit of the machine',
};

export function kindOf({ name, limit, runtime }: Contestant): Kind {
  if (limit) return 'limit';
  if (name.startsWith('gradkit')) return 'ours';
  return runtime === 'python' ? 'native' : 'javascript';
}
