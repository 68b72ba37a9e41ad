import { afterEach, expect, it } from 'vitest';
import { Dialogue } from '../../../src/host/dialogue.ts';
import { isSameProcess, processIdentity } from '../../../src/host/process.ts';

/** Answers a line with itself twice, complains about `bad`, and ends at `quit`. */
const PROGRAM = `
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'quit') process.exit(3);
  if (line === 'pid') console.log(process.pid);
  else if (line === 'bad') console.error('that is bad');
  else if (line.startsWith('end')) console.log(line);
  else console.log(line + line);
});`;

let open: Dialogue | undefined;
function talk(options: ConstructorParameters<typeof Dialogue>[2] = {}): Dialogue {
  open = new Dialogue(process.execPath, ['-e', PROGRAM], options);
  return open;
}
afterEach(() => open?.[Symbol.asyncDispose]());

it('gathers the answer to each question', async () => {
  const dialogue = talk();
  expect(await dialogue.ask(['a', 'b', 'end1'], 'end1')).toEqual(['aa', 'bb']);
  expect(await dialogue.ask(['bad', 'end2'], 'end2')).toEqual([]);
  expect(dialogue.takeErrors()).toBe('that is bad\n');
  expect(dialogue.takeErrors()).toBe('');
});

it('gives nothing when the program ends instead of answering, and afterwards', async () => {
  const dialogue = talk();
  expect(await dialogue.ask(['quit', 'end'], 'end')).toBeUndefined();
  expect(await dialogue.ask(['a', 'end'], 'end')).toBeUndefined();
});

it('does not mix two questions up', async () => {
  const dialogue = talk();
  const first = dialogue.ask(['a', 'end'], 'end');
  await expect(dialogue.ask(['b', 'end'], 'end')).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(await first).toEqual(['aa']);
});

it('ends the program when it is given up, and when the signal fires', async () => {
  for (const end of ['dispose', 'abort'] as const) {
    const abort = new AbortController();
    const dialogue = talk({ signal: abort.signal });
    const [pid] = (await dialogue.ask(['pid', 'end'], 'end')) ?? [];
    const identity = processIdentity(Number(pid));
    expect(identity).toBeDefined();
    if (end === 'abort') {
      const waiting = dialogue.ask(['a'], 'never');
      abort.abort();
      await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    }
    await dialogue[Symbol.asyncDispose]();
    expect(identity && isSameProcess(identity)).toBe(false);
  }
});

it('names the package of a program that is not there', async () => {
  const dialogue = new Dialogue('guestfish-that-is-not-there', []);
  await expect(dialogue.ask(['a'], 'end')).rejects.toMatchObject({
    code: 'TOOL_MISSING',
    hint: expect.stringContaining('guestfish-that-is-not-there'),
  });
});
