import type { ResolveTemplate } from '../disks/types.ts';
import type { Problem } from '../initfile/types.ts';
import type { SubnetPool } from '../network/types.ts';
import type { EnvironmentPlan, HostFacts } from '../providers/plan.ts';
export type { ResolvedTemplate, ResolveTemplate, TemplateLookup } from '../disks/types.ts';
export type { SubnetPool } from '../network/types.ts';
/** What holds for a domain that says nothing itself. */
export interface DomainDefaults {
    readonly sshUser: string;
    readonly sshPassword?: string;
    /** Wins over `sshPassword`, as in Lago. */
    readonly rootPassword?: string;
    readonly vmProvider: string;
    readonly vmType: string;
    /** Seconds. */
    readonly bootTimeout: number;
}
/** Lago's defaults, without its well-known password: guests are entered by key. */
export declare const DOMAIN_DEFAULTS: DomainDefaults;
/** Everything besides the init file that a plan depends on. Planning reads nothing else and changes nothing. */
export interface PlanContext {
    /** 32 hex digits, lower case. */
    readonly uuid: string;
    /** Absolute path of the prefix: `$LAGO_PREFIX_PATH` in disk paths and in saved specs. */
    readonly prefix: string;
    /** `$LAGO_WORKDIR_PATH` in disk paths; the directory above the prefix by default. */
    readonly workdir?: string;
    /** Absolute directory of the disk images, normally `<prefix>/images`. */
    readonly imagesDir: string;
    /** Absolute directory of the serial logs; `<prefix>/logs` by default. */
    readonly logsDir?: string;
    /** Absolute directory that relative disk paths refer to; that of the init file by default. Lago takes the current one. */
    readonly cwd?: string;
    readonly host: HostFacts;
    /** Subnets that may be leased and those that are gone. Leases that this environment already holds are not `taken`. */
    readonly subnets: SubnetPool;
    readonly resolveTemplate: ResolveTemplate;
    readonly defaults: DomainDefaults;
    /** The environment's public key as a line of `authorized_keys`. */
    readonly publicKey: string;
    /** Prepares no guest, whatever the init file says (`--skip-bootstrap`). */
    readonly skipBootstrap?: boolean;
    /**
     * Absolute directories in which disk paths of the init file must lie; `/` allows all. Compared as text: whoever opens
     * the files compares their real paths again.
     */
    readonly allowedPaths: readonly string[];
    /** Whether there is a file, asked for deploy scripts only; taken for granted by default. */
    readonly isFile?: (path: string) => boolean;
    /** What is wrong with the file that a disk is to be made from, if anything; nothing is by default. */
    readonly faultOf?: (file: string) => string | undefined;
    /** Names that `service_provider` may have; not checked when undefined. */
    readonly serviceProviderNames?: readonly string[];
    /** Names that `vm-provider` may have. */
    readonly providerNames: readonly string[];
    /** Those of them whose machines are not on our networks and need no NIC; none by default. */
    readonly networklessProviders?: readonly string[];
    /** Names that `vm-type` may have. */
    readonly vmTypeNames: readonly string[];
    /** Names that a `build` step may have; not checked when undefined. */
    readonly builderNames?: readonly string[];
}
/** What planning gives back: the plan, and what is doubtful about the init file though it can be run. */
export interface PlannedEnvironment extends EnvironmentPlan {
    /** In the order of the file. The parser's warnings are not repeated here. */
    readonly warnings: readonly Problem[];
}
