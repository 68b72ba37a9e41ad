/** Name of a collected path, as Lago gives it: `/var/log/x` becomes `_var_log_x`. Never `.` or `..`. */
export function flattenGuestPath(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const flat = path.replace(/[/\u0000-\u001f\u007f]/g, '_');
  return /^\.{0,2}$/.test(flat) ? `_${flat}` : flat;
}
