import type { ServiceProvider } from './provider.ts';
/** Services of a guest with init scripts (or Upstart jobs), by the program `service`. */
export declare const sysvinit: ServiceProvider;
