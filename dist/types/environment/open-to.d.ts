/** An answer about what may belong to others, as much does below `/tmp` and `/home`: no to what this user may not see. */
export declare function openTo(question: (path: string) => boolean, path: string): boolean;
