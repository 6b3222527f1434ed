import { readFileSync } from 'node:fs';

/**
 * The most memory that this process held. Where the system keeps a mark for the present program it is read; the other count
 * begins with what the parent held when it forked.
 */
export function peakBytes(): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return 1024 * Number(kilobytes);
  } catch {
    // Not Linux.
  }
  return 1024 * process.resourceUsage().maxRSS;
}
