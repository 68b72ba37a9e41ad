import { expect, it } from 'vitest';
import { readArchive } from '../../../src/guest/archive.ts';
import { tarHeader } from '../../../src/guest/tar-header.ts';
import { GuestError } from '../../../src/host/errors.ts';

const file = (name: string) => tarHeader({ name, type: 'file', size: 1, mode: 0o644, mtime: 0 });

it('ends when its source breaks while somebody is still at work on a member', async () => {
  const broken = Promise.withResolvers<void>();
  async function* source() {
    yield Buffer.concat([file('a'), Buffer.alloc(512, 'a'), file('b')]);
    broken.resolve();
    throw new GuestError('SSH_LOST', 'the connection was lost');
  }
  const seen: string[] = [];
  const reading = readArchive(source(), async (name, _header, body) => {
    for await (const _ of body);
    seen.push(name);
    await broken.promise;
    // Until the parser, too, knows that it was given up.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  });
  await expect(reading).rejects.toMatchObject({ code: 'SSH_LOST' });
  expect(seen).toEqual(['a']);
});
