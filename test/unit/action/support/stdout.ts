import { type MockInstance, vi } from 'vitest';
import { parseWorkflowCommands, type WorkflowCommand } from '../../../support/workflow-commands.ts';

/** What this process would have printed. */
export interface Captured extends Disposable {
  readonly text: string;
  /** What a runner would obey of it. */
  readonly commands: readonly WorkflowCommand[];
}

/** Keeps standard output for itself until it is disposed of. */
export function captureStdout(): Captured {
  let text = '';
  const spy: MockInstance = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  return {
    get text() {
      return text;
    },
    get commands() {
      return parseWorkflowCommands(text);
    },
    [Symbol.dispose]: () => spy.mockRestore(),
  };
}
