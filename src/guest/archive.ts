import { extract } from 'tar-stream';
import { GuestError, LagoError, messageOf } from '../host/errors.ts';
import { refused } from './member-path.ts';
import { oneLine } from './one-line.ts';
import type { MemberHeader } from './staged-tree.ts';

/** Takes one member of an archive; must read the body to its end or throw. */
export type OnMember = (name: string, header: MemberHeader, body: AsyncIterable<Buffer>) => Promise<void>;

/** Bytes that an archive may have besides the contents of its files: zeros, records for long names, headers. */
const MAX_OVERHEAD = 64 * 1024 * 1024;
const OVERHEAD_PER_MEMBER = 16 * 1024;

/**
 * Reads a tar archive, or several one after the other, from a source that is not trusted.
 *
 * @throws {GuestError} `TRANSFER_BROKEN` when it is no archive or ends in the middle, `TRANSFER_REFUSED` when it goes on
 * without files; whatever `onMember` and `source` throw
 */
export async function readArchive(source: AsyncIterable<Buffer>, onMember: OnMember): Promise<void> {
  const parser = extract();
  let received = 0;
  let allowed = MAX_OVERHEAD;

  const take = async (): Promise<void> => {
    for await (const entry of parser) {
      allowed += OVERHEAD_PER_MEMBER;
      let isRead = false;
      const body = async function* (): AsyncGenerator<Buffer> {
        isRead = true;
        try {
          for await (const chunk of entry) {
            if (!(chunk instanceof Buffer)) continue;
            allowed += chunk.length;
            yield chunk;
          }
        } catch {
          throw broken('it ends in the middle of a file');
        }
      };
      await onMember(entry.header.name, entry.header, body());
      // What was left out may have a body too; it counts as overhead.
      if (!isRead) for await (const _ of entry);
      // A parser that was given up meanwhile never says so to those who ask it for more.
      if (parser.destroyed) return;
    }
  };
  let wake: () => void = () => undefined;
  parser.on('drain', () => wake());
  parser.on('close', () => wake());
  const drained = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const give = async (): Promise<void> => {
    for await (const chunk of source) {
      received += chunk.length;
      if (received > allowed) throw refused('an archive that goes on without files');
      if (parser.destroyed) return;
      if (!parser.write(chunk)) await drained();
    }
    parser.end(null);
  };
  const taking = take();
  const giving = give();
  try {
    await Promise.all([taking, giving]);
  } catch (error) {
    throw error instanceof LagoError ? error : broken(messageOf(error));
  } finally {
    parser.destroy(null);
    // Nobody may be at work on a member when we are done. The source may hang: that is for its owner to end.
    await taking.catch(() => undefined);
  }
}

function broken(why: string): GuestError {
  return new GuestError('TRANSFER_BROKEN', `the archive that the guest sends is broken: ${oneLine(why, 200)}`);
}
