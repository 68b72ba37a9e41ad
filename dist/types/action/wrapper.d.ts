/**
 * Puts `lago`, and `lagocli` as Lago does, on the PATH of later steps: a script that runs the bundled CLI with the runner's own Node, so that nothing
 * else has to be installed.
 */
export declare function provideCommand(scratch: string): void;
