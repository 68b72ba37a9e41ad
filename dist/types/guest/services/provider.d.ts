import type { CommandStatus } from '../exec.ts';
/** State of a service, in the order of Lago's numbers 0 to 2. */
export type ServiceState = 'missing' | 'inactive' | 'active';
/** What can be asked of a service. */
export type ServiceAction = 'start' | 'stop' | 'restart';
/** Runs commands in a guest, for service providers. Exit codes other than 0 do not throw. */
export interface ServiceShell {
    /** As the user of the connection. */
    run(command: readonly string[]): Promise<CommandStatus>;
    /** As root: by `sudo -n` for other users. */
    runAsRoot(command: readonly string[]): Promise<CommandStatus>;
}
/** How the services of one kind of guest are run. */
export interface ServiceProvider {
    /** What `service_provider` says in init files. */
    readonly name: string;
    /** Whether this guest is of the kind. */
    supports(shell: ServiceShell): Promise<boolean>;
    /** What the service manager says of the service. */
    state(service: string, shell: ServiceShell): Promise<ServiceState>;
    /** Asks for a change. What it comes to is in the result. */
    request(action: ServiceAction, service: string, shell: ServiceShell): Promise<CommandStatus>;
}
