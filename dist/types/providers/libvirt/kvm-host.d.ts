/** What the host's kernel says about virtualisation. */
export interface KvmHost {
    /** Feature of the CPU that KVM needs; undefined when it offers none. */
    readonly flag: 'vmx' | 'svm' | undefined;
    /** Kernel module for that CPU. */
    readonly module: 'kvm_intel' | 'kvm_amd' | undefined;
    /** Whether guests can have KVM themselves; undefined while the module is not loaded. */
    readonly nested: boolean | undefined;
}
/** Reads it. @param root directory in which `proc` and `sys` are, for tests. */
export declare function readKvmHost(root?: string): KvmHost;
