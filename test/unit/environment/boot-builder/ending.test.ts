import { describe, expect, it } from 'vitest';
import { withEnding } from '../../../../src/environment/boot-builder/boot.ts';
import { GuestError } from '../../../../src/host/errors.ts';

/** A machine that ends while somebody waits for it, or never. */
class Machine {
  ending: string | undefined;
  readonly #end: string | undefined;
  waited = 0;

  constructor(end: string | undefined) {
    this.#end = end;
  }

  async ended(): Promise<boolean> {
    this.waited += 1;
    this.ending = this.#end;
    return this.#end !== undefined;
  }
}

describe('a step that fails', () => {
  const lost = new GuestError('SSH_LOST', 'the connection was lost');

  it('because the machine goes down says so, although the connection is gone first', async () => {
    expect(await withEnding(lost, new Machine('exit code 0'))).toMatchObject({
      code: 'GUEST_DOWN',
      message: 'the machine went down (exit code 0)',
    });
  });

  it('in a machine that runs on is what it is', async () => {
    expect(await withEnding(lost, new Machine(undefined))).toBe(lost);
    const failed = new GuestError('COMMAND_FAILED', 'exit code 1');
    const machine = new Machine('exit code 0');
    expect(await withEnding(failed, machine)).toBe(failed);
    expect(machine.waited).toBe(0);
  });
});
