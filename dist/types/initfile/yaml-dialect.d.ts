import type { Tags } from 'yaml';
/**
 * The plain scalars of YAML 1.1 as PyYAML reads them, which is what Lago's users wrote for: `yes`, `no`, `on`, `off`,
 * octal numbers. Left out on purpose: base-60 numbers (`52:54:00:12:34:56` is a MAC address), dates (a template
 * version may look like one) and binary.
 */
export declare const LAGO_DIALECT: Tags;
/** The dialect for JSON, whose numbers may have an exponent where PyYAML would see text (`12e5` is a likely hash). */
export declare const JSON_DIALECT: Tags;
