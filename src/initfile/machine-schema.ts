import { z } from 'zod';
import { flag, freeForm, MAX_ITEMS, oneOf, text, textList } from './fields.ts';

/** Processor architectures that a domain can have. */
export const ARCHITECTURES = ['x86_64', 'aarch64'] as const;
/** Firmwares that a domain can have. */
export const FIRMWARES = ['bios', 'efi', 'secure'] as const;
/** Graphics cards that a domain can have. */
export const VIDEO_MODELS = ['vga', 'cirrus', 'bochs', 'qxl', 'virtio', 'none'] as const;

const MACHINE = 'a machine type of QEMU such as pc or q35';
const TAG = 'a name of at most 31 letters, digits, dots, hyphens and underscores';
const MOUNT_POINT = 'an absolute path in the guest';

/** A directory of the host that a guest can mount. */
export const shareSchema = z.object(
  {
    source: text('the path of a directory').describe('Directory of the host; must lie where init files may reach.'),
    target: text(MOUNT_POINT)
      .regex(/^\/(?!.*(?:^|\/)\.\.(?:\/|$))./, { error: MOUNT_POINT })
      .optional()
      .describe('Where to mount it in the guest once SSH answers. Default: it is not mounted.'),
    tag: text(TAG)
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,30}$/, { error: TAG })
      .optional()
      .describe('Name under which the guest finds it. Default: share0, share1, ...'),
    type: oneOf(['9p', 'virtiofs']).optional().describe('How it is shared. Default: 9p.'),
    readonly: flag().optional().describe('Whether the guest may only read. Default: true.'),
  },
  { error: 'a mapping with `source`' },
);

/** What cloud-init is told besides what it needs to let us in. */
export const cloudInitSchema = z.object(
  {
    'user-data': freeForm().optional().describe('A cloud-config, merged with ours.'),
    'network-config': freeForm()
      .optional()
      .describe('Network configuration; takes the place of ours (DHCP on every NIC).'),
  },
  { error: 'a mapping with `user-data` or `network-config`' },
);

/** Keys of a domain that say what kind of machine it is. */
export const machineKeys = {
  arch: oneOf(ARCHITECTURES).optional().describe('Processor architecture; another than the host has is emulated.'),
  machine: text(MACHINE)
    .regex(/^[a-z][A-Za-z0-9._-]{0,62}$/, { error: MACHINE })
    .optional()
    .describe('Machine type of QEMU. Default: pc; q35 with EFI; virt on aarch64.'),
  firmware: oneOf(FIRMWARES).optional().describe('`secure` is EFI with Secure Boot. Default: bios; efi on aarch64.'),
  tpm: flag().optional().describe('Whether there is an emulated TPM 2.0. Default: false.'),
  boot: textList('a list of `hd`, `cdrom`, `network` and names of disks')
    .min(1, { error: 'at least one of `hd`, `cdrom`, `network` or the name of a disk' })
    .optional()
    .describe('Boot order. Default: the disks, then CD-ROMs; a CD-ROM that is the first disk comes first.'),
  graphics: oneOf(['none', 'vnc']).optional().describe('`vnc`: a screen on a free port of 127.0.0.1. Default: none.'),
  video: oneOf(VIDEO_MODELS).optional().describe('Graphics card. Default: vga; virtio on aarch64.'),
  shares: z
    .array(shareSchema, { error: 'a list of shared directories' })
    .max(MAX_ITEMS, { error: `at most ${MAX_ITEMS} shared directories` })
    .optional()
    .describe('Directories of the host that the guest can mount.'),
  'cloud-init': cloudInitSchema.optional().describe('More user data and network configuration for cloud-init.'),
};
