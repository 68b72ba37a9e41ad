/** Exit status of a step that was ended by SIGTERM. */
const TERMINATED = 143;

/**
 * One signal for everything that can be cancelled. The runner sends SIGINT to this process alone, SIGTERM 7.5 s and SIGKILL
 * 10 s after it; what was started is not told.
 *
 * @param onCancel called once, at once; must be quick and synchronous.
 */
export function cancelOnSignals(onCancel: () => void): AbortSignal {
  const controller = new AbortController();
  const cancel = () => {
    if (controller.signal.aborted) return;
    onCancel();
    controller.abort();
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  return controller.signal;
}

/** Has SIGTERM end this process, once others have taken note of it: `post` does the rest. */
export function endOnTermination(): void {
  process.on('SIGTERM', () => process.exit(TERMINATED));
}
