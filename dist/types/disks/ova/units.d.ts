/**
 * Bytes that an allocation unit of an OVF stands for: `byte * 2^20`, `MegaBytes`, `GB`; undefined for what is none. Words
 * count by 1024, as those who write them mean it.
 */
export declare function unitBytes(text: string): number | undefined;
