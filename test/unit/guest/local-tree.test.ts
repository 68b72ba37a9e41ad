import { readdirSync, readlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Tally } from '../../../src/guest/copy-options.ts';
import { copyTo } from '../../../src/guest/copy-to.ts';
import { archiveOf } from '../../../src/guest/local-tree.ts';
import { connectTo, temporaryDirectory } from './support/guest.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let file: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
  file = join(directory.path, 'file');
  await writeFile(file, 'content');
});
afterEach(() => directory[Symbol.asyncDispose]());

/** Whether this process has the file open. */
function isOpen(): boolean {
  return readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === file;
    } catch {
      // The one of the list itself.
      return false;
    }
  });
}

describe('a local file that is not read', () => {
  it('because there is no connection is closed', async () => {
    let wasOpen = false;
    const openStream = async () => {
      wasOpen = isOpen();
      throw new Error('no way there');
    };
    await using guest = connectTo(22, { openStream, connectTimeout: 50 });
    await expect(copyTo(guest, file, '/tmp/file')).rejects.toMatchObject({ code: 'SSH_UNREACHABLE' });
    expect(wasOpen).toBe(true);
    expect(isOpen()).toBe(false);
  });

  it('because the archive was given up before its content is closed', async () => {
    const archive = archiveOf(directory.path, new Tally('vm0', {}));
    await archive.next();
    expect(isOpen()).toBe(true);
    await archive.return(undefined);
    expect(isOpen()).toBe(false);
  });
});
