import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/host/errors.ts';
import { InitFileError, readInitFile } from '../../../src/initfile/index.ts';

const TEXT = 'domains: {}\nnets: {lago: {}}\n';
let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-initfile-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const failure = async (path: string, options = {}): Promise<UserError> => {
  const error = await readInitFile(path, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error('no UserError', { cause: error });
  return error;
};

describe('readInitFile', () => {
  it('reads a file, and knows where it is', async () => {
    const path = join(directory, 'LagoInitFile');
    await writeFile(path, TEXT);
    const file = await readInitFile(path);
    expect(file).toMatchObject({ file: path, directory });
    expect(file.locate(['nets', 'lago'])).toEqual({ file: path, line: 2, column: 14 });
  });

  it('takes a path relative to the current directory, and a link for what it is', async () => {
    await mkdir(join(directory, 'real'));
    await writeFile(join(directory, 'real', 'file'), TEXT);
    await symlink('real/file', join(directory, 'link'));
    const file = await readInitFile(relative(process.cwd(), join(directory, 'link')));
    expect(file).toMatchObject({ file: join(directory, 'link'), directory });
  });

  it('hands its options on', async () => {
    const path = join(directory, 'LagoInitFile');
    await writeFile(path, TEXT.replace('{}}', '{colour: 1}}'));
    await expect(readInitFile(path, { strict: true })).rejects.toThrow(InitFileError);
    await expect(readInitFile(path, { directory: '/elsewhere' })).resolves.toMatchObject({ directory: '/elsewhere' });
  });

  it.each([['LagoInitFile'], ['no/such/directory'], ['file/below']])('says what is missing: %s', async (name) => {
    await writeFile(join(directory, 'file'), TEXT);
    const error = await failure(join(directory, name));
    expect(error).toMatchObject({ code: 'INIT_FILE_MISSING', exitCode: 2 });
    expect(error.message).toBe(`there is no init file ${join(directory, name)}`);
    expect(error.hint).toContain('LagoInitFile');
  });

  it('names the absolute path of what is missing', async () => {
    expect((await failure('no-such-init-file')).message).toContain(join(process.cwd(), 'no-such-init-file'));
  });

  it('refuses a dangling link and a loop of links', async () => {
    await symlink('nowhere', join(directory, 'dangling'));
    await symlink('loop', join(directory, 'loop'));
    expect((await failure(join(directory, 'dangling'))).code).toBe('INIT_FILE_MISSING');
    expect((await failure(join(directory, 'loop'))).code).toBe('INIT_FILE_UNREADABLE');
  });

  it('refuses a directory, and names the file in it', async () => {
    const error = await failure(directory);
    expect(error.code).toBe('INIT_FILE_IS_DIRECTORY');
    expect(error.hint).toContain(join(directory, 'LagoInitFile'));
  });

  it('refuses what is too large, however large it is', async () => {
    const path = join(directory, 'LagoInitFile');
    await writeFile(path, TEXT);
    expect((await failure(path, { maxBytes: TEXT.length - 1 })).code).toBe('INIT_FILE_TOO_LARGE');
    await expect(readInitFile(path, { maxBytes: TEXT.length })).resolves.toBeDefined();
    expect((await failure('/dev/zero')).code).toBe('INIT_FILE_TOO_LARGE');
  });

  it('refuses what is not UTF-8', async () => {
    const path = join(directory, 'LagoInitFile');
    await writeFile(path, Buffer.from([0x61, 0xff, 0xfe]));
    expect((await failure(path)).code).toBe('INIT_FILE_ENCODING');
  });

  it('says when a file cannot be read', async () => {
    // Not even root can read address 0.
    const path = '/proc/self/mem';
    const error = await failure(path);
    expect(error.code).toBe('INIT_FILE_UNREADABLE');
    expect(error.message).toContain(path);
    expect(error.hint).toContain('permissions');
  });
});
