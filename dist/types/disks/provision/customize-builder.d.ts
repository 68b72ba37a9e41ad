import type { LayerBuilder } from '../layers/types.ts';
/** Steps that the init file does not say, but `provision: guestfs`. */
export declare const PREPARATION: {
    /** What virt-sysprep does for all machines of a template: the first step of a layer. */
    readonly shared: 'bootstrap';
    /** What one machine gets on top of that: name, key, passwords, NICs. */
    readonly own: 'personalise';
    /** Both at once, for a disk without layers. */
    readonly whole: 'prepare';
};
/** Carries out `virt-customize` entries, and the preparation of guests by virt-sysprep, in one start of the appliance. */
export declare const guestfsBuilder: LayerBuilder;
