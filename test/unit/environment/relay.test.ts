import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { relay } from '../../../src/environment/relay.ts';

interface End {
  readonly stream: Duplex;
  /** What it was given to send, as far as it could. */
  readonly sent: () => string;
  /** Lets it send; until then, nothing leaves. */
  readonly flow: () => void;
}

/** One end of a connection: what it hears comes from `push`. */
function end(): End {
  const open = Promise.withResolvers<void>();
  let sent = '';
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk, _encoding, done) => {
      void open.promise.then(() => {
        sent += String(chunk);
        done();
      });
    },
  });
  stream.on('error', () => undefined);
  return { stream, sent: () => sent, flow: open.resolve };
}

it('gives the last of an answer to a client that reads slowly and asks nothing more', async () => {
  const [client, guest] = [end(), end()];
  relay(client.stream, guest.stream);
  guest.flow();
  client.stream.push('question');
  client.stream.push(null);
  guest.stream.push('answer');
  guest.stream.push(null);
  await once(guest.stream, 'close');
  expect(guest.sent()).toBe('question');
  client.flow();
  await once(client.stream, 'close');
  expect(client.sent()).toBe('answer');
});

it('ends a client whose guest has closed the connection, once that has all of the answer', async () => {
  const [client, guest] = [end(), end()];
  relay(client.stream, guest.stream);
  guest.stream.push('answer');
  guest.stream.push(null);
  await once(guest.stream, 'end');
  guest.stream.destroy();
  await once(guest.stream, 'close');
  client.flow();
  await once(client.stream, 'close');
  expect(client.sent()).toBe('answer');
});

it.each([undefined, new Error('reset')])('ends a client at once whose guest breaks off (%s)', async (reason) => {
  const [client, guest] = [end(), end()];
  relay(client.stream, guest.stream);
  guest.stream.destroy(reason);
  await once(client.stream, 'close');
  expect(client.sent()).toBe('');
});
