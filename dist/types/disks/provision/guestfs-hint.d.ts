/** What to do about a program of libguestfs that failed, from what it said. */
export declare function guestfsHint(output: string): string;
