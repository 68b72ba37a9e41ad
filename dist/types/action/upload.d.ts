import { type Logger } from '../index.ts';
/** What is uploaded, and as what. */
export interface UploadOptions {
    readonly name: string;
    /** 0 is the repository's own setting. */
    readonly retentionDays: number;
    readonly log: Logger;
    readonly signal: AbortSignal;
}
/** Where an upload went. */
export interface Uploaded {
    readonly name: string;
    readonly files: number;
    readonly bytes: number;
    /** Page of the artifact. */
    readonly url: string | undefined;
}
/**
 * Uploads a directory as an artifact. A name that this run has already is made unique: losing the evidence would be worse.
 *
 * @throws {ToolError} `ARTIFACT_SERVICE_MISSING`, `UPLOAD_FAILED`; {@link CancelledError}.
 */
export declare function uploadDirectory(directory: string, options: UploadOptions): Promise<Uploaded>;
