import { randomFillSync } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../src/host/exec.ts';
import { TemplateStore } from '../src/templates/store.ts';
import { ratio, seconds } from './report.ts';
import { timed } from './stats.ts';
import type { Row } from './table.ts';

const MEBI = 2 ** 20;
const SIZE = 1024;
const TIMES = 4;

/**
 * How long it takes to verify an image of 1 GiB and to put it into a store, against `sha256sum` and `cp` by hand. In turns, and
 * each time the other one first. By hand nothing is flushed to the disk; we do that, too.
 */
export async function measurePublish(directory: string): Promise<Row[]> {
  const place = join(directory, 'publish');
  const image = join(place, 'image.qcow2');
  await mkdir(place);
  await makeImage(image);
  const sha256 = (await run('sha256sum', [image])).stdout.slice(0, 64);
  const [byHand, ours]: [number[], number[]] = [[], []];
  const turns = [
    async () => byHand.push((await timed(() => publishByHand(image, join(place, 'copy')))).ms / 1000),
    async () => ours.push((await timed(() => publish(image, sha256, join(place, 'store')))).ms / 1000),
  ];
  for (let round = 0; round < TIMES; round++) {
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
      await turn();
      for (const name of ['copy', 'store']) await rm(join(place, name), { recursive: true, force: true });
      await run('sync', []);
    }
  }
  await rm(place, { recursive: true });
  return [
    seconds('by hand: sha256sum and cp of 1 GiB', byHand),
    seconds('Lago: verify and publish 1 GiB', ours),
    { ...ratio('ratio of the two', ours, byHand), goal: 1.3 },
  ];
}

/** A qcow2 image that is full of what no file system can share or leave out. */
async function makeImage(image: string): Promise<void> {
  const raw = `${image}.raw`;
  const file: FileHandle = await open(raw, 'w');
  for (let done = 0; done < SIZE; done++) await file.write(randomFillSync(Buffer.alloc(MEBI)));
  await file.close();
  await run('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, image]);
  await rm(raw);
  await run('sync', []);
}

async function publishByHand(image: string, target: string): Promise<void> {
  await run('sha256sum', [image]);
  await run('cp', [image, target]);
}

/** As from a repository whose hash is known: that is checked, and the image is looked through. */
async function publish(image: string, sha256: string, store: string): Promise<void> {
  await new TemplateStore(store).ensure({
    ...{ repository: 'bench', template: 'big', version: 'v1', metadata: {} },
    origin: { kind: 'file', path: image },
    hash: { algorithm: 'sha256', value: sha256 },
  });
}
