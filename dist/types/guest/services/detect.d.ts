import type { ServiceProvider, ServiceShell } from './provider.ts';
/**
 * All kinds, in the order in which a guest is asked: the more particular first. A guest with the container has systemd as
 * well, and systems with systemd have `service` for old scripts.
 */
export declare const SERVICE_PROVIDERS: readonly ServiceProvider[];
/** Names that init files may give, with those that others add. */
export declare function serviceProviderNames(more?: Iterable<string>): string[];
/**
 * The kind that an init file names.
 *
 * @throws {UserError} `SERVICE_PROVIDER_UNKNOWN`
 */
export declare function namedServiceProvider(name: string, known?: readonly ServiceProvider[]): ServiceProvider;
/**
 * Finds out how the services of a guest are run.
 *
 * @throws {GuestError} `SERVICES_UNSUPPORTED`
 */
export declare function detectServiceProvider(vm: string, shell: ServiceShell, known?: readonly ServiceProvider[]): Promise<ServiceProvider>;
