import { ToolError } from '../../host/errors.ts';
import type { Logger } from '../../host/log.ts';
import type { SignatureLayout } from './layout.ts';
/** Whether signatures are checked: where that is possible, never, or with an error where it is not possible. */
export type SignatureMode = 'auto' | 'off' | 'require';
/** A checksum file that may be signed. */
export interface Signed {
    /** Its address, for messages. */
    readonly address: string;
    readonly text: string;
    /** The detached signature; none for one that is in the file itself, or that is missing. */
    readonly detached?: Uint8Array | undefined;
}
/** What checking may use besides its subject. */
export interface SignatureContext {
    readonly mode: SignatureMode;
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
}
/**
 * Checks a checksum file's signature with gpgv and the distributor's key, where this host has both. Only keys whose
 * fingerprints we know count.
 *
 * @returns the text that is signed; the whole text where it was not checked.
 * @throws {ToolError} `TEMPLATE_SIGNATURE_BAD`: made by another key, of other content, or none at all.
 * @throws {HostError} `SIGNATURE_UNCHECKED` with the mode `require`, where gpgv or the key is missing.
 */
export declare function signedText(signed: Signed, layout: SignatureLayout, context: SignatureContext): Promise<string>;
/** The signature is not the distributor's: `TEMPLATE_SIGNATURE_BAD`. */
export declare function badSignature({ address }: Pick<Signed, 'address'>, problem: string): ToolError;
/** Keys without their ASCII armor, if they have one. A file may have several armored blocks. */
export declare function dearmored(bytes: Uint8Array): Uint8Array;
/** Reads the value of `LAGO_TEMPLATE_SIGNATURES`. Unknown values count as `require`. */
export declare function signatureMode(value: string | undefined): SignatureMode;
