/**
 * Absolute paths of what a playbook may read that lies beside it, sorted: what Ansible finds by itself, and files that it may
 * include (at most 1000, of at most 1 MiB each). Init files are not among them.
 *
 * @param initFile absolute path of one that may have any name.
 * @throws {HostError} `FILE_FAILED`, `PERMISSION_DENIED`
 */
export declare function besidePlaybook(playbook: string, initFile?: string): Promise<string[]>;
