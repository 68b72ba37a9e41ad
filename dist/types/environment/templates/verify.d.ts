import type { VerifiedTemplate, VerifyTemplatesOptions } from './options.ts';
/** Verifies what is in the store: see the function of this name in on-demand.ts. */
export declare function verifyTemplates(options: VerifyTemplatesOptions): Promise<VerifiedTemplate[]>;
