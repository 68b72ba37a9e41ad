import type { ServiceProvider, ServiceShell, ServiceState } from './provider.ts';
/** A service in a guest. */
export declare class Service {
    #private;
    readonly name: string;
    /** @throws {UserError} `SERVICE_NAME_INVALID` */
    constructor(vm: string, name: string, provider: ServiceProvider, shell: ServiceShell);
    /** How it is run: `systemd`, `sysvinit` or `systemdcontainer`. */
    get provider(): string;
    /** Whether the guest has it (`missing` if not), and whether it runs. */
    state(): Promise<ServiceState>;
    /** Whether the guest has it. */
    exists(): Promise<boolean>;
    /** Whether it runs. */
    alive(): Promise<boolean>;
    /** Starts it; nothing happens when it runs. @throws {GuestError} `SERVICE_MISSING`, `SERVICE_FAILED`. */
    start(): Promise<void>;
    /** Stops it; nothing happens when it does not run. @throws {GuestError} `SERVICE_MISSING`, `SERVICE_FAILED`. */
    stop(): Promise<void>;
    /** Stops it if it runs, and starts it. @throws {GuestError} `SERVICE_MISSING`, `SERVICE_FAILED`. */
    restart(): Promise<void>;
}
