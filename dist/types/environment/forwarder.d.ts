/**
 * Body of the process that leads ports of the host to machines of an environment. It tells over its channel that it
 * listens, and ends when the environment is destroyed, when its record names another process, or, as long as it is not in
 * the record yet, when who started it is gone.
 */
export declare function forwardPorts(environmentsDir: string, uuid: string): Promise<void>;
