import * as fc from 'fast-check';
import { domain, found } from '../../support/plan.ts';

const netName = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}[a-z0-9]$/);
const vmName = fc.stringMatching(/^[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,4})?$/);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const MAX_NETS = 6;
const MAX_VMS = 12;

/** What one network is like, its place among the others apart. */
const netShape = fc.record({
  bridge: fc.boolean(),
  management: fc.boolean(),
  isolated: maybe(fc.boolean()),
  ipv6: maybe(fc.boolean()),
  mtu: maybe(fc.constantFrom(1000, 1500, 9000)),
  /** How the subnet is asked for: not at all, by `gw`, or by `subnet` of this length. */
  wish: fc.constantFrom('none', 'gw', 16, 20, 24, 26),
  gateway: fc.integer({ min: 1, max: 30 }),
  dhcp: maybe(fc.tuple(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 60 }))),
});

const nicShape = fc.record({
  net: fc.nat(),
  host: maybe(fc.integer({ min: 1, max: 61 })),
  ownMac: fc.boolean(),
});

type NetShape = typeof netShape extends fc.Arbitrary<infer T> ? T : never;

/** Pool of the generated environments: room for everything they ask for. */
export const POOL = ['10.0.0.0/8', '192.168.200.0-192.168.255.255'];

/**
 * Init files that Lago's rules and ours allow: every VM on exactly one management network and any number of others, static
 * addresses that nobody else has, subnets of many sizes that do not overlap.
 */
export const topologies = fc
  .record({
    names: fc.uniqueArray(netName, { minLength: 1, maxLength: MAX_NETS }),
    shapes: fc.array(netShape, { minLength: MAX_NETS, maxLength: MAX_NETS }),
    vms: fc.uniqueArray(vmName, { minLength: 1, maxLength: MAX_VMS }),
    nics: fc.array(fc.array(nicShape, { minLength: 1, maxLength: 6 }), { minLength: MAX_VMS, maxLength: MAX_VMS }),
  })
  .map(({ names, shapes, vms, nics }) => {
    const nets = names.map((name, index) => ({ name, index, ...netOf(found(shapes[index]), index) }));
    const management = nets.filter(({ spec }) => spec.management === true);
    const others = nets.filter(({ spec }) => spec.management !== true);
    const used = new Map(nets.map(({ name, gateway }) => [name, new Set([gateway])]));
    const nicsOf = (vm: number) =>
      found(nics[vm]).map(({ net, host, ownMac }, position) => {
        const own = found(management[vm % management.length]);
        const choices = [own, ...others];
        const target = position === 0 ? own : found(choices[net % choices.length]);
        const taken = found(used.get(target.name));
        const isFree = host !== undefined && target.spec.type === 'nat' && !taken.has(host);
        if (isFree) taken.add(host);
        return {
          net: target.name,
          ...(isFree ? { ip: `0.0.0.${host}` } : {}),
          ...(ownMac ? { mac: `02:00:00:00:${hex(vm)}:${hex(position)}` } : {}),
        };
      });
    return {
      domains: Object.fromEntries(vms.map((name, index) => [name, domain(nicsOf(index))])),
      nets: Object.fromEntries(nets.map(({ name, spec }) => [name, spec])),
    };
  });

/** The first network is a NAT network that manages. Each has a part of 10.0.0.0/8 for itself. */
function netOf(shape: NetShape, index: number) {
  const { bridge, wish, gateway, dhcp, mtu } = shape;
  const management = index === 0 || shape.management;
  if (bridge && index > 0) return { gateway: 0, spec: { type: 'bridge', management } };
  const [start, end] = dhcp?.toSorted((a, b) => a - b) ?? [];
  const chosen = wish === 'gw' ? { gw: `192.168.${210 + index}.${gateway}` } : {};
  const subnet = typeof wish === 'number' ? { subnet: `10.${index + 1}.0.0/${wish}` } : {};
  return {
    gateway: wish === 'gw' ? gateway : 1,
    spec: {
      type: 'nat',
      management,
      ...chosen,
      ...subnet,
      ...(start === undefined ? {} : { dhcp: { start, end } }),
      ...(shape.isolated === undefined ? {} : { isolated: shape.isolated }),
      ...(shape.ipv6 === undefined || mtu === 1000 ? {} : { ipv6: shape.ipv6 }),
      ...(mtu === undefined ? {} : { mtu }),
    },
  };
}

function hex(number: number): string {
  return number.toString(16).padStart(2, '0');
}
