import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachedHost } from './attached-host.ts';
import { ONE_VM, openStateDirectory } from './job.ts';
import { expectNothingLeft } from './leftovers.ts';
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
  it('are taken and reverted to', async () => {
    await lago('init');
    await lago('start');
    await inGuest(WRITE('first'));
    await lago('snapshot first');
    await inGuest(WRITE('second'));
    await lago('revert first');
    expect(await inGuest('cat /root/content /run/content')).toBe('first\nfirst');
  });

  it('leave one image when they are deleted, although libvirt has given the others to another account', async () => {
    await lago('stop');
    await lago('snapshot --delete first');
    const images = await ssh.exec('runner', ['ls', `${DIRECTORY}/.lago/default/images`]);
    expect(images).toMatch(/^vm0_root\.[0-9a-f]{8}\.qcow2\n$/);
  });

  it('lose nothing, and leave nothing', async () => {
    await lago('start');
    expect(await inGuest('cat /root/content')).toBe('first');
    await lago('destroy -y');
    await expectNothingLeft(ssh);
  });
});
