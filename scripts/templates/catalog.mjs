// The templates: how each image is built, and what each entry of the repository says about it.

// root-partition is how libguestfs names it, whatever bus the machine has.
const DEBIAN = { arch: 'x86_64', distro: 'debian12', 'root-partition': '/dev/sda1' };

/**
 * Images by name of their recipe's directory. `entries` are the templates that share the image's bytes, each with its
 * own metadata; without `provision` a template is prepared the way Lago does it, with libguestfs.
 */
export const IMAGES = {
  micro: {
    entries: { micro: { arch: 'x86_64', distro: 'micro', 'root-partition': '/dev/sda1', provision: 'smbios' } },
  },
  debian12: {
    entries: {
      debian12: { ...DEBIAN, provision: 'smbios' },
      'debian12-cloudinit': { ...DEBIAN, provision: 'cloud-init' },
      'debian12-plain': DEBIAN,
    },
  },
};
