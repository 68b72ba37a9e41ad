import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { Interrupt } from '../../../src/cli/io.ts';
import { Questions } from '../../../src/cli/questions.ts';
import { Sink } from './support.ts';

it('nothing is asked once the call was interrupted: nobody would answer, and it would wait for ever', async () => {
  const stderr = new Sink();
  const abort = new AbortController();
  abort.abort(new Interrupt('SIGINT'));
  // Which never ends.
  const stdin = new PassThrough();
  const io = { stdin, stderr, stdout: new Sink(), env: {}, cwd: '/', signal: abort.signal };
  using questions = new Questions(io);
  await expect(questions.confirm('Really? ')).rejects.toThrow('interrupted by SIGINT');
  expect(stderr.text).toBe('');
});
