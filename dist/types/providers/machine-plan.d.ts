/** Processor architecture of a machine. */
export type Architecture = 'x86_64' | 'aarch64';
/** EFI firmware; without one a domain has BIOS. */
export interface FirmwarePlan {
    /** `secure`: with Secure Boot and the keys of the distributions. */
    readonly kind: 'efi' | 'secure';
    /** Absolute path of the file with its variables, which libvirt makes at the first start. */
    readonly nvram: string;
}
/** What firmware boots from. */
export type BootDevice = {
    readonly kind: 'disk';
    readonly dev: string;
} | {
    readonly kind: 'nic';
    readonly index: number;
};
/** A directory of the host that the guest can mount. */
export interface SharePlan {
    /** Absolute path on the host. */
    readonly source: string;
    /** Name under which the guest finds it. */
    readonly tag: string;
    /** Absolute mount point in the guest. */
    readonly target?: string;
    readonly type: '9p' | 'virtiofs';
    readonly readonly: boolean;
}
/** Graphics cards. */
export type VideoModel = 'vga' | 'cirrus' | 'bochs' | 'qxl' | 'virtio' | 'none';
