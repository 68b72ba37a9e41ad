import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { messageOf, ToolError } from '../../host/errors.ts';
import { LineSplitter } from '../../host/lines.ts';

const messageShape = z.union([
  z.object({ id: z.number(), return: z.unknown() }),
  z.object({ id: z.number(), error: z.object({ desc: z.string() }) }),
]);

/** QEMU's machine protocol over a pair of streams: one command after the other, events are passed over. */
export class Qmp {
  readonly #input: Writable;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #next = 1;
  #ended: Error | undefined;

  /** @param input what QEMU reads; @param output what it writes. */
  constructor(input: Writable, output: Readable) {
    this.#input = input;
    const lines = new LineSplitter((line) => this.#take(line));
    output.on('data', (chunk: Buffer) => lines.add(chunk));
    output.once('close', () => this.end('its monitor was closed'));
    // How QEMU ended says more.
    input.on('error', (error) => this.end(messageOf(error)));
    output.on('error', (error) => this.end(messageOf(error)));
  }

  /** Runs a command and gives what it returns. @throws {ToolError} `QEMU_FAILED` */
  async execute(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    if (this.#ended) throw this.#ended;
    const id = this.#next++;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    this.#input.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`);
    return answer.promise;
  }

  /** Fails what waits for an answer, and whatever is asked from now on. */
  end(why: string): void {
    this.#ended ??= new ToolError('QEMU_FAILED', `QEMU does not answer: ${why}`);
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }

  #take(line: string): void {
    const { data } = messageShape.safeParse(parsed(line));
    if (data === undefined) return;
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if ('error' in data) waiting?.reject(new ToolError('QEMU_FAILED', `QEMU refused: ${data.error.desc}`));
    else waiting?.resolve(data.return);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
