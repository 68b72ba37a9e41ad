/** An object type whose keys with undefined are optional instead. */
export type Defined<T> = {
    readonly [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key];
} & {
    readonly [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};
/** The object without the keys whose value is undefined. */
export declare function defined<T extends object>(values: T): Defined<T>;
