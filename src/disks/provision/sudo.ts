/** Name of the file in /etc/sudoers.d for an SSH user; sudo passes over names with a dot. */
export function sudoersName(user: string): string {
  return `90-lago-${user.replaceAll('.', '_')}`;
}

/** Lets a user do everything without a password. */
export function sudoersLine(user: string): string {
  return `${user} ALL=(ALL) NOPASSWD:ALL\n`;
}
