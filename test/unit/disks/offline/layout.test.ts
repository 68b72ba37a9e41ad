import { describe, expect, it } from 'vitest';
import type { Answer, Guestfish } from '../../../../src/disks/offline/guestfish.ts';
import { mountAll } from '../../../../src/disks/offline/layout.ts';
import { createLogger } from '../../../../src/host/log.ts';

/** Disks as libguestfs sees them. */
interface Disks {
  /** Device -> type, as `list-filesystems` says. */
  readonly filesystems: Readonly<Record<string, string>>;
  /** Root -> place -> device, as inspection says. */
  readonly systems?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly broken?: readonly string[];
}

async function mount({ filesystems, systems = {}, broken = [] }: Disks, rootPartition?: string) {
  const mounted: string[] = [];
  const asked: string[] = [];
  const answer = (name: string, words: readonly string[]): readonly string[] => {
    const [first = '', second = ''] = words;
    switch (name) {
      case 'list-filesystems':
        return Object.entries(filesystems).map(([device, type]) => `${device}: ${type}`);
      case 'inspect-os':
        return Object.keys(systems);
      case 'inspect-get-mountpoints':
        return Object.entries(systems[first] ?? {}).map(([place, device]) => `${place}: ${device}`);
      default:
        mounted.push(`${first} ${second}`);
        return [];
    }
  };
  const guestfish: Pick<Guestfish, 'command'> = {
    async command(name, ...words): Promise<Answer> {
      asked.push(name);
      if (name === 'mount-ro' && broken.includes(words[0] ?? ''))
        return { lines: [], complaint: 'wrong fs type\nmore' };
      return { lines: answer(name, words), complaint: '' };
    },
  };
  const warnings: string[] = [];
  const log = createLogger((event) => event.kind === 'message' && warnings.push(event.text));
  await mountAll(guestfish, { vm: 'web', rootPartition, log });
  return { mounted, asked, warnings };
}

describe('file systems of a guest', () => {
  it('the only one is the root, without the cost of an inspection', async () => {
    const { mounted, asked } = await mount({ filesystems: { '/dev/sda1': 'ext4', '/dev/sda2': 'swap' } });
    expect(mounted).toEqual(['/dev/sda1 /']);
    expect(asked).not.toContain('inspect-os');
  });

  it('several are mounted as the guest has them, on whatever disks, parents first', async () => {
    const { mounted } = await mount({
      filesystems: { '/dev/sda1': 'ext2', '/dev/vg0/root': 'xfs', '/dev/sdb': 'ext4' },
      systems: { '/dev/vg0/root': { '/var/lib/data': '/dev/sdb', '/boot': '/dev/sda1', '/': '/dev/vg0/root' } },
    });
    expect(mounted).toEqual(['/dev/vg0/root /', '/dev/sda1 /boot', '/dev/sdb /var/lib/data']);
  });

  it('sub-volumes of btrfs are devices like others', async () => {
    const root = 'btrfsvol:/dev/sda2/root';
    const home = 'btrfsvol:/dev/sda2/home';
    const { mounted } = await mount({
      filesystems: { '/dev/sda1': 'vfat', [root]: 'btrfs', [home]: 'btrfs' },
      systems: { [root]: { '/': root, '/home': home } },
    });
    expect(mounted).toEqual([`${root} /`, `${home} /home`]);
  });

  it.each([
    ['that very name', '/dev/sda1', '/dev/sda1 /'],
    ['a part of the name', 'root', '/dev/vg/root /'],
    ['`root` when nothing is said, as in Lago', undefined, '/dev/vg/root /'],
  ])('where no system is known, `root-partition` tells: %s', async (_what, wanted, expected) => {
    const { mounted } = await mount({ filesystems: { '/dev/sda1': 'ext4', '/dev/vg/root': 'ext4' } }, wanted);
    expect(mounted).toEqual([expected]);
  });

  it('of several systems the one that `root-partition` names counts, with all that it mounts', async () => {
    const { mounted } = await mount(
      {
        filesystems: { '/dev/sda1': 'ext4', '/dev/sdb1': 'ext4', '/dev/sdb2': 'ext4' },
        systems: { '/dev/sda1': { '/': '/dev/sda1' }, '/dev/sdb1': { '/': '/dev/sdb1', '/var': '/dev/sdb2' } },
      },
      '/dev/sdb1',
    );
    expect(mounted).toEqual(['/dev/sdb1 /', '/dev/sdb2 /var']);
  });

  it('one that cannot be mounted is a warning, unless it is the root', async () => {
    const disks = {
      filesystems: { '/dev/sda1': 'ext4', '/dev/sdb': 'ext4' },
      systems: { '/dev/sda1': { '/': '/dev/sda1', '/data': '/dev/sdb' } },
    };
    const { mounted, warnings } = await mount({ ...disks, broken: ['/dev/sdb'] });
    expect(mounted).toEqual(['/dev/sda1 /']);
    expect(warnings).toEqual(['VM web: /dev/sdb could not be mounted at /data: wrong fs type']);
    await expect(mount({ ...disks, broken: ['/dev/sda1'] })).rejects.toMatchObject({ code: 'GUESTFS_NO_ROOT' });
  });

  it('names what there is when the root cannot be told', async () => {
    await expect(mount({ filesystems: { '/dev/sda1': 'ext4', '/dev/sdb1': 'xfs' } })).rejects.toMatchObject({
      code: 'GUESTFS_NO_ROOT',
      message: expect.stringContaining('/dev/sda1, /dev/sdb1'),
      hint: expect.stringContaining('root-partition'),
    });
    await expect(mount({ filesystems: {} })).rejects.toThrow('no file system');
  });

  it('names that no honest disk has are passed over', async () => {
    const { mounted } = await mount({
      filesystems: { '/dev/sda1': 'ext4', '/dev/sdb1': 'ext4', '/dev/x"\n!touch /tmp/x': 'ext4' },
      systems: {
        '/dev/sda1': { '/': '/dev/sda1', '/a" /\n!id': '/dev/sdb1', '/ok': '/dev/sdb1', '/x': '`id`', '/e': '/etc' },
      },
    });
    expect(mounted).toEqual(['/dev/sda1 /', '/dev/sdb1 /ok']);
  });
});
