/** Name of a collected path, as Lago gives it: `/var/log/x` becomes `_var_log_x`. Never `.` or `..`. */
export declare function flattenGuestPath(path: string): string;
