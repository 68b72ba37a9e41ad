import type { DomainPlan } from '../providers/plan.ts';
import type { PrefixPaths } from './prefix.ts';
/** Host keys of guests, pinned at first contact for the life of the environment. */
export declare class HostKeys {
    #private;
    constructor(paths: PrefixPaths, domains: () => Iterable<{
        readonly name: string;
        readonly address: string | undefined;
    }>);
    /** The pinned key of a VM as `ssh-ed25519 AAAA...`; undefined before the first contact. */
    load(vm: Pick<DomainPlan, 'name'>): string | undefined;
    /** Pins a key and brings the prefix's `known_hosts` up to date, for ssh and Ansible. */
    save(vm: Pick<DomainPlan, 'name'>, key: string): Promise<void>;
}
