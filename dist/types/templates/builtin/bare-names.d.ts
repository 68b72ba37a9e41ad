/** What to say to somebody who names Red Hat's own system, such as `el9` or `rhel-9.4`; undefined for other names. */
export declare function rebuildHint(name: string): string | undefined;
/** What to say to somebody who names a system without its release; undefined for other names. */
export declare function bareNameHint(name: string): string | undefined;
