/** The process that listens on a TCP port of this host (its network namespace); undefined when that cannot be seen. */
export declare function listenerOn(port: number): {
    readonly pid: number;
    readonly name: string;
} | undefined;
/** Inodes of the sockets that listen on a port, in the text of `/proc/net/tcp`: `<n>: <address>:<port> <remote> <state> ...`. */
export declare function socketsOn(port: number, text: string): readonly string[];
