import { describe, expect, it } from 'vitest';
import { checkName, findSnapshot, refuseTaken } from '../../../../src/environment/snapshots/names.ts';
import { planNow } from '../../../../src/environment/snapshots/plan-now.ts';
import { portableRecord, recordSchema, type SnapshotRecord } from '../../../../src/environment/snapshots/record.ts';
import { disk, domain, found, MGMT, PREFIX, planOf } from '../../../support/plan.ts';

const IMAGES = `${PREFIX}/images`;
const iso = { name: 'cd', type: 'file', path: 'cd.iso', format: 'iso', dev: 'hdc' };
const plan = planOf({
  domains: { web: domain(['mgmt'], { disks: [disk(), iso] }), db: domain(['mgmt']) },
  nets: { mgmt: MGMT },
});

const RECORD: SnapshotRecord = {
  version: 1,
  snapshots: [
    {
      name: 'first',
      vms: [
        {
          vm: 'web',
          createdAt: '2026-01-02T03:04:05.000Z',
          state: 'running',
          memory: { path: `${IMAGES}/web.1.memory`, size: 5 },
          disks: [{ disk: 'root', path: `${IMAGES}/web_root.qcow2`, format: 'qcow2' }],
        },
      ],
    },
  ],
  heads: [{ vm: 'web', disk: 'root', path: `${IMAGES}/web_root.1.qcow2`, format: 'qcow2' }],
  images: [],
  unused: [{ path: '/pool/old.memory' }],
};

describe('the record of snapshots', () => {
  it('has paths below the prefix, so that they move with it', () => {
    const written = portableRecord(RECORD, PREFIX);
    expect(JSON.stringify(written)).not.toContain(PREFIX);
    expect(JSON.stringify(written)).toContain('"/pool/old.memory"');
    expect(recordSchema(PREFIX).parse(written)).toEqual(RECORD);
    expect(recordSchema('/moved').parse(written).heads[0]?.path).toBe('/moved/images/web_root.1.qcow2');
  });

  it('moves disks of the plan to the images they are in, and leaves the rest', () => {
    const now = planNow(plan, RECORD);
    const [root, cd] = found(now.domains.get('web')).disks;
    expect([root?.path, cd]).toEqual([`${IMAGES}/web_root.1.qcow2`, found(plan.domains.get('web')).disks[1]]);
    expect(found(now.domains.get('db')).disks).toEqual(found(plan.domains.get('db')).disks);
    expect(found(plan.domains.get('web')).disks[0]?.path).toBe(`${IMAGES}/web_root.qcow2`);
  });

  it("D46: writes paths of disks and snapshots into Lago's spec so that the prefix can be moved", () => {
    const { spec } = found(planNow(plan, RECORD).domains.get('web'));
    expect(spec.disks).toMatchObject([{ path: '$LAGO_PREFIX_PATH/images/web_root.1.qcow2' }, { name: 'cd' }]);
    const root = {
      ...disk(),
      path: '$LAGO_PREFIX_PATH/images/web_root.qcow2',
      metadata: { provision: 'smbios', distro: 'debian12' },
    };
    expect(spec.snapshots).toEqual({ first: [root] });
  });

  it('D22: leaves a CD-ROM a CD-ROM in the saved spec, and out of the snapshot', () => {
    const { spec, disks } = found(planNow(plan, RECORD).domains.get('web'));
    expect(spec.disks).toMatchObject([{ format: 'qcow2' }, { name: 'cd', format: 'iso' }]);
    expect(disks[1]).toMatchObject({ device: 'cdrom', format: 'raw' });
    expect(JSON.stringify(spec.snapshots)).not.toContain('cd.iso');
  });

  it('changes nothing of a plan without snapshots', () => {
    expect(planNow(plan, { ...RECORD, snapshots: [], heads: [] })).toBe(plan);
  });
});

describe('names of snapshots', () => {
  it.each(['a', 'before-upgrade', 'with blanks', '2026.01.02_x', 'Größe', '__proto__'])('%j can be one', (name) => {
    expect(() => checkName(name)).not.toThrow();
  });

  it.each(['', ' ', '-l', 'a,b', 'a/b', 'a\nb', ' a', 'a ', '\u202ea', 'x'.repeat(101)])('%j cannot', (name) => {
    expect(() => checkName(name)).toThrow(expect.objectContaining({ code: 'SNAPSHOT_NAME_INVALID' }));
  });

  const domains = [...plan.domains.values()];

  it('are taken when one of the machines has a snapshot of that name', () => {
    expect(() => refuseTaken('first', domains, RECORD)).toThrow('there is a snapshot first of web already');
    expect(() => refuseTaken('first', domains.slice(1), RECORD)).not.toThrow();
  });

  it('are looked up for all machines that have it, or for those that are named', () => {
    expect(findSnapshot('first', domains, false, RECORD).vms.map(({ vm }) => vm)).toEqual(['web']);
    expect(() => findSnapshot('first', domains, true, RECORD)).toThrow('there is no snapshot first of db');
    const unknown = expect.objectContaining({ code: 'SNAPSHOT_UNKNOWN', hint: 'Snapshots: first.' });
    expect(() => findSnapshot('frist', domains, false, RECORD)).toThrow(unknown);
  });
});
