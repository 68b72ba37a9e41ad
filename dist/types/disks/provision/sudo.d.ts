/** Name of the file in /etc/sudoers.d for an SSH user; sudo passes over names with a dot. */
export declare function sudoersName(user: string): string;
/** Lets a user do everything without a password. */
export declare function sudoersLine(user: string): string;
