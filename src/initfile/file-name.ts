/** Name of an init file where none is given. */
export const DEFAULT_INIT_FILE = 'LagoInitFile';
