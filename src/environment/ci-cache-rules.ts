import type { TemplateOrigin } from '../templates/types.ts';

/** Seconds that restoring takes besides the transfer: asking the service, starting tar and zstd. */
const RESTORE_SECONDS = 3;
/** Bytes per second that come from a cache, unpacked and verified: an assumption that errs on the side of not keeping. */
const RESTORE_RATE = 50e6;

/**
 * Why an image is not kept in a cache: it is there again as quickly without.
 *
 * @param seconds that fetching or building it took.
 */
export function notWorthKeeping(bytes: number, seconds: number): string | undefined {
  const restoring = RESTORE_SECONDS + bytes / RESTORE_RATE;
  if (seconds > restoring) return undefined;
  return `it took ${seconds.toFixed(1)} s, and restoring it would take about ${restoring.toFixed(1)} s`;
}

/** Why a template is never looked for in a cache: its image lies on this host. */
export function isOfThisHost(origin: TemplateOrigin): string | undefined {
  if (origin.kind === 'file') return 'it comes from a file of this host';
  const { hostname } = new URL(origin.url);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return isLoopback ? 'it comes from a server on this host' : undefined;
}
