/** What to say to somebody who names a system without its release; undefined for other names. */
export declare function bareNameHint(name: string): string | undefined;
