import { ToolError } from '../../host/errors.ts';
/** The built-in template nearest to a name that Lago's repository had; undefined for other names. */
export declare function successorOf(name: string): string | undefined;
/** What to say to somebody who asks for a template that Lago's repository had; undefined for other names. */
export declare function oldNameHint(name: string): string | undefined;
/** Whether a repository's location is that of Lago's own repository, which is gone. */
export declare function isOldRepository(location: string): boolean;
/** Says that Lago's own repository is gone: `REPOSITORY_UNREACHABLE`. Nobody is asked: others may have its address now. */
export declare function oldRepository(location: string): ToolError;
