import type { DomainPlan } from '../providers/plan.ts';
import type { PrefixPaths } from './prefix.ts';
/** What `known_hosts` has of a machine besides its key. */
type Machine = Pick<DomainPlan, 'name' | 'ip' | 'external'>;
/** Host keys of guests, pinned at first contact for the life of the environment. */
export declare class HostKeys {
    #private;
    constructor(paths: PrefixPaths, domains: () => Iterable<Machine>);
    /** The pinned key of a VM as `ssh-ed25519 AAAA...`; undefined before the first contact. */
    load(vm: Pick<DomainPlan, 'name'>): string | undefined;
    /** Pins a key and brings the prefix's `known_hosts` up to date, for ssh and Ansible. */
    save(vm: Pick<DomainPlan, 'name'>, key: string): Promise<void>;
    /** Makes a VM's pin what it was at another time: this key, or none before its first contact. */
    set(vm: Pick<DomainPlan, 'name'>, key: string | undefined): Promise<void>;
}
export {};
