import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachedHost } from './attached-host.ts';
import { ONE_VM, openStateDirectory } from './job.ts';
import { leftovers } from './leftovers.ts';
import { HOST_ACTION, HOST_NODE, HOST_REPOSITORY } from './payload-files.ts';

const { ssh } = attachedHost();
const DIRECTORY = '/srv/snapshots';

/** Runs `lago` as the ordinary user, with standard errors among its output. */
const lago = (words: string) =>
  ssh.script(
    'runner',
    `cd ${DIRECTORY}; LAGO__INIT__TEMPLATE_REPO_PATH=${HOST_REPOSITORY} ${HOST_NODE} ${HOST_ACTION}/dist/cli.js -l warning ${words} 2>&1`,
  );
const inGuest = async (command: string) => (await lago(`shell vm0 '${command}'`)).trim();
const WRITE = (text: string) => `echo ${text} > /root/content; echo ${text} > /run/content; sync`;

beforeAll(async () => {
  await openStateDirectory(ssh);
  await ssh.exec('root', ['install', '--directory', '--owner=runner', DIRECTORY]);
  await ssh.write('runner', `${DIRECTORY}/LagoInitFile`, ONE_VM);
});
afterAll(async () => void (await ssh.script('root', `rm -rf ${DIRECTORY}`)));

describe('snapshots of an ordinary user, with machines under KVM and a real libvirt', () => {
  it('are taken, reverted to, deleted while machines run and while not, and leave nothing', async () => {
    await lago('init');
    await lago('start');
    await inGuest(WRITE('first'));
    await lago('snapshot first');
    await inGuest(WRITE('second'));
    await lago('snapshot second');
    await inGuest(WRITE('third'));
    await lago('revert first');
    expect(await inGuest('cat /root/content /run/content')).toBe('first\nfirst');
    await lago('revert second');
    expect(await inGuest('cat /root/content /run/content')).toBe('second\nsecond');
    await lago('snapshot --delete first');
    expect(await lago('snapshot --list')).not.toContain('first');
    await lago('stop');
    await lago('revert second');
    expect(await inGuest('cat /root/content /run/content')).toBe('second\nsecond');
    await lago('stop');
    await lago('snapshot --delete second');
    expect((await ssh.exec('runner', ['ls', `${DIRECTORY}/.lago/default/images`])).trim()).toBe('vm0_root.qcow2');
    await lago('start');
    expect(await inGuest('cat /root/content')).toBe('second');
    await lago('destroy -y');
    expect(await leftovers(ssh)).toEqual([]);
  });
});
