import type { Architecture, BootDevice, FirmwarePlan, SharePlan, VideoModel } from './machine-plan.ts';
export type { Architecture, BootDevice, FirmwarePlan, SharePlan, VideoModel } from './machine-plan.ts';
/**
 * What a provider is given: every decision about an environment, taken before any effect.
 * Types only; `environment/plan.ts` makes the values.
 */
/** How domains are executed. */
export type Acceleration = 'kvm' | 'tcg';
/** A NIC with its addresses decided. */
export interface NicPlan {
    /** Position in the domain; the guest's `eth<index>`. */
    readonly index: number;
    readonly net: string;
    /** Libvirt name of the network. */
    readonly libvirtNet: string;
    /** IPv4 address; on bridge networks only one that the init file gives. */
    readonly ip?: string;
    /** The init file chose the address itself. */
    readonly fixed?: boolean;
    readonly mac: string;
    /** Bytes; set only when it differs from 1500. */
    readonly mtu?: number;
    /** Device that the guest sees; virtio when undefined. */
    readonly model?: string;
}
/** A port of the host that leads to a port of a guest while the environment runs. */
export interface PortPlan {
    /** Address of the host that is listened on. */
    readonly address: string;
    /** TCP port of the host; 0 means any that is free. */
    readonly host: number;
    /** TCP port of the guest. */
    readonly guest: number;
}
/** Where the content of a disk comes from. */
export type DiskSource = {
    readonly kind: 'template';
    readonly repository: string;
    readonly template: string;
    readonly version: string;
    /** File in the template store that becomes the backing file. */
    readonly backingFile: string;
    readonly backingFormat: 'qcow2' | 'raw';
} | {
    readonly kind: 'template-file';
    readonly backingFile: string;
    readonly backingFormat: 'qcow2';
} | {
    readonly kind: 'empty' /** Bytes. */;
    readonly size: number;
} | {
    readonly kind: 'file';
    readonly file: string;
    /** Format of `file`; never probed, because a guest could write another format's header. */
    readonly fileFormat: 'qcow2' | 'raw';
    /** Downloaded to `file` first. */
    readonly url?: string;
    /** Copy instead of overlay. */
    readonly copy: boolean;
    /** Neither: the domain opens `file` itself, and writes to it. */
    readonly inPlace?: boolean;
} | {
    readonly kind: 'cdrom';
    readonly file: string;
    readonly url?: string;
} | {
    readonly kind: 'seed';
};
/** A disk with its file, bus and origin decided. */
export interface DiskPlan {
    readonly name: string;
    readonly source: DiskSource;
    /** Absolute path of the image the domain opens. */
    readonly path: string;
    /** Format of the image at `path`. */
    readonly format: 'qcow2' | 'raw';
    /** Images between `path` and the template, topmost first; all below `path` where `source` is no template. None by default. */
    readonly layers?: readonly {
        readonly file: string;
        readonly format: 'qcow2' | 'raw';
    }[];
    readonly device: 'disk' | 'cdrom';
    readonly bus: 'virtio' | 'scsi' | 'ide' | 'sata';
    /** Target device name, for example `vda`. */
    readonly dev: string;
    /** Bytes that the guest is to see; those of the image by default. */
    readonly resize?: number;
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly build: readonly {
        readonly builder: string;
        readonly options: Readonly<Record<string, unknown>>;
    }[];
    /** Left out of exports. */
    readonly skipExport?: boolean;
}
/** CPU element, decided. */
export type CpuPlan = {
    readonly kind: 'host';
    readonly numa: readonly NumaCell[];
} | {
    readonly kind: 'model';
    readonly model: string;
    readonly requiredFeature?: 'vmx' | 'svm';
} | {
    readonly kind: 'custom';
    readonly element: Readonly<Record<string, unknown>>;
    readonly addTopology: boolean;
};
/** Processors and memory of one NUMA node of a guest. */
export interface NumaCell {
    readonly id: number;
    /** `3` or `0-1`. */
    readonly cpus: string;
    /** MiB. */
    readonly memory: number;
}
/** How a guest is made reachable before its first boot. */
export type Provisioning = {
    readonly kind: 'smbios';
} | {
    readonly kind: 'cloud-init';
} | {
    readonly kind: 'guestfs';
} | {
    readonly kind: 'none';
};
/** A script that `deploy` runs in a guest. */
export interface DeployScript {
    /** As the init file names it, variables expanded; for messages. */
    readonly name: string;
    /** Absolute path of the file that `init` copies. */
    readonly source: string;
    /** Absolute path of the copy in the prefix. */
    readonly file: string;
}
/** How a machine that exists already, and is not ours, is entered. Its address is the `ip` of the domain. */
export interface ExternalMachine {
    readonly port: number;
    /** Private key that it lets in: the file named by the user, and our copy of it in the prefix. */
    readonly key?: {
        readonly source: string;
        readonly file: string;
    };
    /** Its host key as `<type> <base64>`, when the user knows it; pinned at first contact otherwise. */
    readonly hostKey?: string;
    /** Whether the environment's key is to be added to the user's authorized keys there. */
    readonly installKey: boolean;
}
/** A domain with everything decided. */
export interface DomainPlan {
    readonly name: string;
    /** `<first 8 of uuid>-<name>`. */
    readonly libvirtName: string;
    /** UUID of the libvirt object, with dashes. */
    readonly uuid: string;
    /** MiB. */
    readonly memory: number;
    readonly vcpu: number;
    readonly cpu: CpuPlan;
    /** That of the host by default; any other is emulated. */
    readonly arch?: Architecture;
    /** Machine type of QEMU; `pc`, `q35` or `virt` by default, see `machineOf`. */
    readonly machine?: string;
    readonly firmware?: FirmwarePlan;
    /** Whether there is an emulated TPM 2.0; false by default. */
    readonly tpm?: boolean;
    /** Boot order; by default the disks, then CD-ROMs, then the network. */
    readonly boot?: readonly BootDevice[];
    /** A screen that can be looked at; none by default. */
    readonly graphics?: 'vnc';
    readonly video?: VideoModel;
    /** None by default. */
    readonly shares?: readonly SharePlan[];
    readonly nics: readonly NicPlan[];
    readonly disks: readonly DiskPlan[];
    /** Name of the network that `ip()`, SSH and the inventory use. */
    readonly managementNet: string;
    /** Address on the management network; undefined on a bridge that gives none, where it is found out at run time. */
    readonly ip?: string;
    /** Name with the DNS domain of its management network, if it has one. */
    readonly fqdn: string;
    readonly distro?: string;
    readonly sshUser: string;
    /** Set for a machine that exists already. */
    readonly external?: ExternalMachine;
    readonly sshPassword?: string;
    readonly rootPassword?: string;
    /** Seconds to wait for SSH when KVM works; scaled for TCG. */
    readonly bootTimeout: number;
    readonly provisioning: Provisioning;
    /** SMBIOS type 11 strings, for provisioning by systemd credentials. */
    readonly oemStrings: readonly string[];
    /** More for the cloud-init seed. */
    readonly cloudInit?: {
        readonly userData?: Readonly<Record<string, unknown>>;
        readonly networkConfig?: Readonly<Record<string, unknown>>;
    };
    readonly groups: readonly string[];
    readonly artifacts: readonly string[];
    readonly vmProvider: string;
    readonly vmType: string;
    /** In the order in which they run; none by default. */
    readonly deployScripts?: readonly DeployScript[];
    /** How services of the guest are run, if the init file says so. */
    readonly serviceProvider?: string;
    /** Name of the service that is the QEMU guest agent, if the init file says so. */
    readonly guestAgent?: string;
    readonly ports?: readonly PortPlan[];
    /** Absolute path of the file that gets the serial console's output. */
    readonly serialLog: string;
    /** Left out of exports. */
    readonly skipExport?: boolean;
    /** Saved spec in Lago's spelling (`virt/vm-<name>`). */
    readonly spec: Readonly<Record<string, unknown>>;
}
/** Addresses from the first to the last. */
export interface AddressRange {
    readonly start: string;
    readonly end: string;
}
/** A network with everything decided. */
export interface NetPlan {
    readonly name: string;
    readonly type: 'nat' | 'bridge';
    /** At most 15 characters. */
    readonly libvirtName: string;
    /** Linux bridge, at most 15 characters, unique on the host. */
    readonly bridge: string;
    /** UUID of the libvirt object, with dashes. */
    readonly uuid: string;
    readonly management: boolean;
    readonly gw?: string;
    /** The init file chose the gateway or the subnet itself. */
    readonly fixed?: boolean;
    /** For example `192.168.200.0/24`. */
    readonly subnet?: string;
    readonly dhcp?: AddressRange;
    /** What is left of `dhcp` for strangers, without the reservations and the gateway; all of it when undefined. */
    readonly dhcpRanges?: readonly AddressRange[];
    /** No way out: guests reach each other and the host. */
    readonly isolated?: boolean;
    /** False, or the first four groups of its IPv6 addresses (`fd00:0:0:1`); derived from the subnet when undefined. */
    readonly ipv6?: string | false;
    /** Interface of the host that is a port of the bridge while the network is up. */
    readonly uplink?: {
        readonly interface: string;
        /** Takes it although the host uses it itself. */
        readonly force: boolean;
    };
    readonly dnsDomainName?: string;
    /** Gateway of the main management network, for networks without DNS of their own. */
    readonly dnsForward?: string;
    /** Records served here: host name -> IPv4. Management networks only. */
    readonly dnsRecords?: Readonly<Record<string, string>>;
    /** Names of the NICs on this network -> IPv4. */
    readonly mapping: Readonly<Record<string, string>>;
    /** MAC and name for each address that gets a DHCP reservation. */
    readonly reservations: readonly {
        readonly mac: string;
        readonly ip: string;
        readonly name: string;
    }[];
    /** Bytes; set only when the file says so. */
    readonly mtu?: number;
    /** Saved spec in Lago's spelling (`virt/net-<name>`). */
    readonly spec: Readonly<Record<string, unknown>>;
}
/** What the plan needs to know about the machine that will run it. */
export interface HostFacts {
    readonly acceleration: Acceleration;
    /** Why KVM is not used although it was wanted, and what to do about it. */
    readonly kvmProblem?: {
        readonly reason: string;
        readonly fix: string;
    };
    readonly arch: Architecture;
    /** Absolute path of the QEMU binary, if it is known. */
    readonly emulator?: string;
    /** Vendor and feature flags of the host CPU (`Intel`, `AMD`), for `cpu_model`. */
    readonly cpu?: {
        readonly vendor: string;
        readonly model?: string;
        readonly features: readonly string[];
    };
    /** Vendors of libvirt's named CPU models; undefined when libvirt's CPU map is not there. */
    readonly cpuModels?: ReadonlyMap<string, string>;
    /** Architectures that it can run machines of; not checked when undefined, nor are the following. */
    readonly architectures?: readonly Architecture[];
    /** EFI firmware that is installed. */
    readonly firmware?: readonly {
        readonly arch: Architecture;
        readonly kind: FirmwarePlan['kind'];
    }[];
    /** Whether TPMs can be emulated. */
    readonly tpm?: boolean;
    /** Whether networks get their IPv6 part; true by default. */
    readonly ipv6?: boolean;
}
/** An environment, decided completely. */
export interface EnvironmentPlan {
    /** 32 hex digits. */
    readonly uuid: string;
    readonly prefix: string;
    /** Absolute directory of the init file: `$LAGO_INITFILE_PATH`. */
    readonly initFileDir?: string;
    readonly host: HostFacts;
    readonly nets: ReadonlyMap<string, NetPlan>;
    readonly domains: ReadonlyMap<string, DomainPlan>;
}
