import type { ServiceProvider } from './provider.ts';
/** Services that systemd runs in a container of the guest, or else in the guest itself. */
export declare const systemdContainer: ServiceProvider;
