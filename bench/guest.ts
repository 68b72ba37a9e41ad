/** What is booted, in the same way by hand and by us. */
export interface Guest {
  readonly template: string;
  /** Path of the image in the template repository; the store has a copy. */
  readonly image: string;
  /** MiB. */
  readonly memory: number;
  readonly vcpu: number;
  readonly acceleration: 'kvm' | 'tcg';
}

/** One boot to the first command by SSH, in milliseconds except where said. */
export interface Boot {
  /** What is needed before anything starts: disk, and for us all of `init`. */
  readonly prepare: number;
  /** From there to SSH: network, machine, waiting. */
  readonly start: number;
  /** The part of `start` before libvirt had made the machine. */
  readonly untilMachine: number;
  /** Seconds of processor time that QEMU took until SSH answered; says more than the clock on a busy machine. */
  readonly cpu: number;
  /** Bytes of the overlay before the start, and when SSH answered. */
  readonly overlay: { readonly before: number; readonly after: number };
}
