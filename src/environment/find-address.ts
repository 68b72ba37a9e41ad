import { setTimeout as sleep } from 'node:timers/promises';
import { GuestError, throwIfCancelled } from '../host/errors.ts';
import { answersSsh } from '../host/ssh-probe.ts';

/** Milliseconds between two looks. */
const PERIOD = 500;

/**
 * Milliseconds that an SSH server gets to say its version: a little at first, as an address may be out of date, and more each
 * time, as a machine may be slow.
 */
const PATIENCE = 2000;
const MORE_PATIENCE = 1.2;
const MAX_PATIENCE = 20_000;

const SSH_PORT = 22;

/** How the address of a machine is found. */
export interface Search {
  readonly name: string;
  /** Its management network. */
  readonly net: string;
  /** Gives the addresses that it may have, the likeliest first. */
  look(): Promise<readonly string[]>;
  /** Told which of them answers. */
  choose(ip: string): Promise<void>;
  /** True, or what is wrong with the machine. */
  alive(): Promise<boolean | string>;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  /** Of the SSH server; 22 by default. */
  readonly port?: number;
}

/**
 * Looks for the address of a machine until an SSH server answers at one, or until the time is over and some address is
 * known: what is wrong with it is then for others to find out.
 *
 * @throws {GuestError} `ADDRESS_UNKNOWN` when none was found in time, `GUEST_DOWN`; {@link CancelledError}.
 */
export async function findAddress(search: Search): Promise<void> {
  const { name, net, timeout, signal, port = SSH_PORT } = search;
  const deadline = performance.now() + timeout;
  for (let patience = PATIENCE; ; patience = Math.min(Math.round(patience * MORE_PATIENCE), MAX_PATIENCE)) {
    throwIfCancelled(signal, `looking for the address of VM ${name}`);
    const candidates = await search.look();
    for (const ip of candidates) {
      if (await answersSsh(ip, port, signal, patience)) return search.choose(ip);
    }
    if (performance.now() > deadline) {
      if (candidates.length > 0) return;
      throw new GuestError('ADDRESS_UNKNOWN', `VM ${name}: no address on network ${net} within ${timeout / 1000} s`, {
        hint: 'A DHCP server has to give it one, and its guest agent or the neighbour table of the host has to know it; or say `ip` in the init file.',
      });
    }
    const alive = await search.alive();
    if (alive !== true) throw new GuestError('GUEST_DOWN', `VM ${name}: ${alive || 'the machine is down'}`);
    await sleep(PERIOD, undefined, signal ? { signal } : {}).catch(() => {});
  }
}
