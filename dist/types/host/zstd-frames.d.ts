import { Transform } from 'node:stream';
/**
 * Unpacks zstd. Files may have several frames one after the other, as parallel compressors make them; Node's own stream ends
 * with the first one, and drops what comes with its end, wherever the pieces that it is given happen to be cut.
 */
export declare function createZstdUnpacker(): Transform;
