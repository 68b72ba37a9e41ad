import type { ServiceProvider, ServiceState } from './provider.ts';
/** Services of a guest that systemd runs. That its program is there is not enough: it must be what the guest was booted with. */
export declare const systemd: ServiceProvider;
/** Command that says what {@link parseUnitState} reads; the name of the unit comes after it. */
export declare const SHOW_UNIT: readonly string[];
/** Reads `LoadState` and `ActiveState`. A unit that is masked cannot be started: as good as missing. */
export declare function parseUnitState(text: string): ServiceState;
