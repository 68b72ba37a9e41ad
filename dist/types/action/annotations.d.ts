/** A place in a file of the workspace. */
export interface AnnotationPlace {
    /** Relative to the workspace. */
    readonly file: string;
    readonly line: number;
    readonly column: number;
}
/** Annotations of this step: few, each once; what does not fit any more is an ordinary line of the log. */
export declare class Annotations {
    #private;
    /** Warns about something that slows the job down or may surprise. */
    warning(message: string): void;
    /** Shows a mistake, at its place if it has one. */
    error(message: string, place?: AnnotationPlace): void;
    /** Says why the step fails, and makes it fail. */
    failure(message: string): void;
}
