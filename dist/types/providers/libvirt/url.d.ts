/** Whether a libvirt URL means this machine. */
export declare function isLocal(url: string): boolean;
