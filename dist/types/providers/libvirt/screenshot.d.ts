/**
 * Turns a screendump into a PNG, whichever of the two formats QEMU wrote.
 *
 * @throws {RangeError} when it is neither.
 */
export declare function toPng(image: Buffer): Buffer;
