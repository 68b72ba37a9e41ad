import type { TemplateOrigin } from '../templates/types.ts';
/**
 * Why an image is not kept in a cache: it is there again as quickly without.
 *
 * @param seconds that fetching or building it took.
 */
export declare function notWorthKeeping(bytes: number, seconds: number): string | undefined;
/** Why a template is never looked for in a cache: its image lies on this host. */
export declare function isOfThisHost(origin: TemplateOrigin): string | undefined;
