import { UserError } from '../host/errors.ts';
/** A place in the text of an init file; line and column start at 1. */
export interface SourcePosition {
    readonly file: string;
    readonly line: number;
    readonly column: number;
}
/** Where a value sits in the document, for example `['domains', 'vm0', 'nics', 0, 'net']`. */
export type KeyPath = readonly (string | number)[];
/** One thing wrong (or doubtful) in an init file. */
export interface Problem {
    readonly severity: 'error' | 'warning';
    /** Stable name, for example `UNKNOWN_KEY`, `WRONG_TYPE`, `UNKNOWN_NET`. */
    readonly code: string;
    readonly path: KeyPath;
    readonly position: SourcePosition;
    /** Names the thing, the value and what was expected. */
    readonly message: string;
    /** What to do, for example "did you mean `memory`?". */
    readonly hint?: string;
}
/** A problem found while planning, before its position is looked up from its path. */
export interface PlanProblem extends Omit<Problem, 'position'> {
    /** A name that does not exist and those that do: a near miss among them becomes the hint. */
    readonly unknown?: {
        readonly name: string;
        readonly known: readonly string[];
    };
}
/** Takes note of a problem. */
export type ReportProblem = (problem: PlanProblem) => void;
/** Writes a key path the way people read it: `domains.vm0.nics[0].net`, `nets["odd name"]`. */
export declare function formatKeyPath(path: KeyPath): string;
/** Writes a problem in one line: `file:line:column: domains.vm0.memory: message (hint)`. */
export declare function formatProblem(problem: Problem): string;
/** Writes a warning in one line, without saying that it is one: for a log that shows the level of its messages. */
export declare function formatWarning(problem: Problem): string;
/** An init file has errors; `problems` holds all of them, in the order of the file. */
export declare class InitFileError extends UserError {
    #private;
    readonly problems: readonly Problem[];
    /** What the mistakes are in, for messages: `the init file`, `the recipe`. */
    readonly subject: string;
    /** The text the problems are in, where it is known, for showing their lines; kept out of logs of the error. */
    get text(): string | undefined;
}
/** The mapping as written (prototypes merged in), unknown keys included; saved specs and exports start from it. */
export type RawMapping = Readonly<Record<string, unknown>>;
/** One NIC of a domain. */
export interface NicSpec {
    readonly net: string;
    /** Static IPv4 address; only its host part counts, as in Lago. */
    readonly ip?: string;
    /** Bytes. */
    readonly mtu?: number;
    /** MAC address in lower case, with colons. */
    readonly mac?: string;
    /** Device that the guest sees; virtio when undefined. */
    readonly model?: NicModel;
    readonly raw: RawMapping;
}
/** Network devices that QEMU can show to a guest. */
export declare const NIC_MODELS: readonly ['virtio', 'virtio-transitional', 'virtio-non-transitional', 'e1000', 'e1000e', 'igb', 'rtl8139', 'ne2k_pci', 'pcnet', 'vmxnet3'];
/** One of {@link NIC_MODELS}. */
export type NicModel = (typeof NIC_MODELS)[number];
/** A port of the host that leads to a port of a guest while the environment runs. */
export interface PortSpec {
    /** Address of the host that is listened on. */
    readonly address: string;
    /** TCP port of the host; 0 means any that is free. */
    readonly host: number;
    /** TCP port of the guest. */
    readonly guest: number;
}
/** One builder call of a disk: name of the builder and its options in file order. */
export interface BuildStep {
    readonly builder: string;
    readonly options: RawMapping;
}
/** A directory of the host that a guest can mount. */
export interface ShareSpec {
    /** As written, with the variables expanded that are known. */
    readonly source: string;
    /** Absolute mount point in the guest. */
    readonly target?: string;
    /** Name under which the guest finds it. */
    readonly tag: string;
    readonly type: '9p' | 'virtiofs';
    readonly readonly: boolean;
}
/** What cloud-init is told besides what lets us in. */
export interface CloudInitSpec {
    readonly userData?: RawMapping;
    readonly networkConfig?: RawMapping;
}
interface DiskSpecBase {
    readonly name: string;
    /** Target device, for example `vda`, `sdb`. */
    readonly dev: string;
    /** What it is attached to, when the file says so; else it follows from `dev`. */
    readonly bus?: 'virtio' | 'scsi' | 'sata' | 'ide';
    readonly format: 'qcow2' | 'raw' | 'iso';
    readonly metadata: RawMapping;
    readonly build: readonly BuildStep[];
    readonly skipExport: boolean;
    readonly raw: RawMapping;
}
/** A disk as an init file describes it. */
export type DiskSpec = (DiskSpecBase & {
    readonly type: 'template';
    readonly templateType: 'lago';
    readonly templateName: string;
    readonly templateVersion?: string;
    /** Bytes that the guest is to see. */
    readonly resize?: number;
}) | (DiskSpecBase & {
    readonly type: 'template';
    readonly templateType: 'qcow2';
    readonly path: string;
    readonly resize?: number;
}) | (DiskSpecBase & {
    readonly type: 'empty' /** Bytes. */;
    readonly size: number;
}) | (DiskSpecBase & {
    readonly type: 'file';
    readonly path?: string;
    readonly url?: string;
    readonly makeACopy: boolean;
    /** The guest writes into the file itself. */
    readonly inPlace: boolean;
    readonly resize?: number;
});
/** A virtual machine as an init file describes it. */
export interface DomainSpec {
    readonly name: string;
    /** MiB. */
    readonly memory: number;
    /** Number of virtual CPUs; undefined when the file does not say (2 then). */
    readonly vcpu?: number;
    readonly cpuModel?: string;
    /** Free-form CPU element in `@attribute` / `#text` notation. */
    readonly cpuCustom?: RawMapping;
    readonly arch?: 'x86_64' | 'aarch64';
    /** Machine type of QEMU. */
    readonly machine?: string;
    readonly firmware?: 'bios' | 'efi' | 'secure';
    readonly tpm: boolean;
    /** `hd`, `cdrom`, `network` and names of disks. */
    readonly boot?: readonly string[];
    readonly graphics?: 'none' | 'vnc';
    readonly video?: 'vga' | 'cirrus' | 'bochs' | 'qxl' | 'virtio' | 'none';
    readonly shares: readonly ShareSpec[];
    readonly cloudInit?: CloudInitSpec;
    readonly nics: readonly NicSpec[];
    readonly disks: readonly DiskSpec[];
    /** Guest paths that `collect` takes. */
    readonly artifacts: readonly string[];
    readonly groups: readonly string[];
    readonly bootstrap: boolean;
    readonly sshUser?: string;
    readonly sshPassword?: string;
    readonly rootPassword?: string;
    readonly vmProvider?: string;
    readonly vmType?: string;
    /** Host name or IP address of a machine that exists already. */
    readonly address?: string;
    /** SSH port of such a machine; 22 by default. */
    readonly sshPort?: number;
    /** Path of the private key that lets us into such a machine. */
    readonly sshKey?: string;
    /** Host key of such a machine as `<type> <base64>`; pinned at first contact by default. */
    readonly hostKey?: string;
    readonly serviceProvider?: string;
    readonly guestAgent?: string;
    readonly distro?: string;
    /** Seconds to wait for SSH. */
    readonly bootTimeSec?: number;
    readonly skipExport: boolean;
    readonly deployScripts: readonly string[];
    readonly metadata: RawMapping;
    readonly ports: readonly PortSpec[];
    /** `type: ova` with its URL. */
    readonly ova?: {
        readonly url: string;
    };
    readonly raw: RawMapping;
}
/** An interface of the host that a bridge network takes while it is up. */
export interface UplinkSpec {
    readonly interface: string;
    /** Takes it although the host uses it itself. */
    readonly force: boolean;
}
/** A network as an init file describes it. */
export interface NetSpec {
    readonly name: string;
    readonly type: 'nat' | 'bridge';
    /** What the file says; undefined when the key is absent or null (validation rules differ). */
    readonly management?: boolean;
    readonly gw?: string;
    /** Such as `10.20.0.0/16`; undefined when any free /24 will do, or the one of `gw`. */
    readonly subnet?: string;
    /** Dynamic range: numbers counted from the start of the subnet (in a /24 the last octet), or addresses. */
    readonly dhcp?: {
        readonly start: number | string;
        readonly end: number | string;
    };
    /** Without any way out; guests reach each other and the host. */
    readonly isolated?: boolean;
    /** Whether it has IPv6, or its prefix, such as `fd00:1::/64`. */
    readonly ipv6?: boolean | string;
    /** Interface of the host that becomes a port of the bridge. */
    readonly uplink?: UplinkSpec;
    readonly dnsDomainName?: string;
    readonly dnsRecords: Readonly<Record<string, string>>;
    readonly mainDns?: unknown;
    /** Bytes. */
    readonly mtu?: number;
    readonly raw: RawMapping;
}
/** A parsed init file. Maps keep the order of the file. */
export interface InitFile {
    /** Absolute path, or the name given to text that came from elsewhere. */
    readonly file: string;
    /** Absolute directory that relative paths and `$LAGO_INITFILE_PATH` refer to. */
    readonly directory: string;
    readonly domains: ReadonlyMap<string, DomainSpec>;
    readonly nets: ReadonlyMap<string, NetSpec>;
    readonly warnings: readonly Problem[];
    /** Position of the value at `path`, or of its nearest ancestor that is there. */
    locate(path: KeyPath): SourcePosition;
}
export {};
