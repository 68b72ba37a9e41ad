import { describe, expect, it } from 'vitest';
import { vmdkProblem } from '../../../../src/disks/ova/vmdk.ts';

/** The beginning of a VMDK of one file. */
function vmdk(sectors: bigint, description = 'createType="streamOptimized"\nparentCID=ffffffff\n'): Buffer {
  const head = Buffer.alloc(64 * 1024);
  head.write('KDMV');
  head.writeBigUInt64LE(sectors, 12);
  head.write(description, 512);
  return head;
}

describe('a VMDK', () => {
  it('of one file may be opened', () => {
    expect(vmdkProblem(vmdk(2048n))).toBeUndefined();
  });

  it.each([
    ['that names files of the host as its data', vmdk(0n), 'has no data of its own'],
    ['with a parent', vmdk(2048n, 'parentFileNameHint="/etc/shadow"'), 'is a layer over another one'],
    [
      'with a parent far down',
      vmdk(2048n, `${'#'.repeat(9000)}\nPARENTfilenameHINT="x"`),
      'is a layer over another one',
    ],
    ['beyond any size', vmdk(2n ** 60n), 'is far too large'],
    ['cut short', vmdk(2048n).subarray(0, 40), 'is cut short'],
  ])('%s may not', (_, head, problem) => {
    expect(vmdkProblem(head)).toBe(problem);
  });
});
