/** Whether a libvirt URL means this machine. */
export function isLocal(url: string): boolean {
  return /^[a-z+]+:\/\/\//.test(url);
}
