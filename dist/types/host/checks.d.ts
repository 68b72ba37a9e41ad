/** One thing that was checked on this host. */
export interface HostCheck {
    /** What was checked, for example `KVM`. */
    readonly name: string;
    /** `error`: environments cannot run here; `warning`: slower, or something that not all of them need is missing. */
    readonly status: 'ok' | 'warning' | 'error';
    /** What was found. */
    readonly detail: string;
    /** What to do about it. */
    readonly fix?: string;
    /** Commands for root that mend it and change nothing else, in order: what `lago doctor --fix` runs. */
    readonly repair?: readonly (readonly string[])[];
}
