/** Name of an init file where none is given. */
export declare const DEFAULT_INIT_FILE = "LagoInitFile";
