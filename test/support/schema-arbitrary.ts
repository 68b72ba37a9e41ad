// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references to variables, as init files have them
import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from '../../src/initfile/json-schema-parts.ts';

/** Values by key, where a schema cannot tell which ones fit together. */
const FITTING: Readonly<Record<string, Arbitrary<unknown>>> = {
  net: fc.constantFrom('lago', 'data', 'nope'),
  'based-on': fc.constantFrom('base', 'other', { memory: 64 }),
  ip: fc.constantFrom('192.168.200.7', '192.168.201.8', '10.0.0.3', '192.168.200.1'),
  gw: fc.constantFrom('192.168.200.1', '192.168.255.254', '10.1.2.3'),
  path: fc.constantFrom('a.qcow2', '$LAGO_INITFILE_PATH/a', '../../etc/x', '/etc/shadow', '${LAGO_NO:-b}', '$HOME/x'),
  url: fc.constantFrom('https://host/x.iso', 'x.ova', 'ftp://host/x', 'file:///etc/passwd', 'http://[', '$LAGO_NO'),
  mac: fc.constantFrom('52:54:00:12:34:56', '52:54:00:12:34:57', '52:54:00:12:34:58'),
  mtu: fc.constantFrom(1500, '9000', 9000),
  subnet: fc.constantFrom('192.168.200.0/24', '10.7.0.0/16', '8.8.8.0/24', '192.168.200.1/24'),
  dev: fc.constantFrom('vda', 'vdb', 'sda', 'hda', 'hdz', 'vdaaa'),
  name: fc.constantFrom('root', 'data', 'a b', '../x'),
  // Keys that only some kinds of disks have: parsing does not look at them in others.
  size: fc.constantFrom('10G', '512M', 10, '7'),
  resize: fc.constantFrom('20G', 20),
  make_a_copy: fc.constantFrom(true, 'False', null),
  in_place: fc.constantFrom(true, false, null),
  template_name: fc.constantFrom('debian12', 'nope'),
};

/** Anything, where something else is expected. */
export const noise: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, '', 0, -1, 1e300, Number.NaN, true, 'yes', '10G', [], {}, [[]], [null], { '': null }),
  fc.constantFrom('$LAGO_NO', '${A:-', '\u0000', '\ud800', '\u2028', '__proto__', 'constructor', '0'.repeat(5000)),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 2 }),
);

/**
 * Values that a JSON Schema describes, or nearly: one in some is something else, and required keys may be missing. A key that
 * is new in the schema is in them without further ado.
 *
 * @param chance one in so many values is something else.
 */
export function nearSchema(root: Schema, chance = 100): Arbitrary<unknown> {
  const definitions = definitionsOf(root);
  const known = new Map<string, Arbitrary<unknown>>();
  return value(root, '');

  function value(schema: Schema, key: string): Arbitrary<unknown> {
    return fc.oneof({ weight: chance, arbitrary: described(schema, key) }, { weight: 1, arbitrary: noise });
  }

  function described(schema: Schema, key: string): Arbitrary<unknown> {
    const fitting = FITTING[key];
    if (fitting !== undefined && Object.hasOwn(FITTING, key)) return fitting;
    if (schema.$ref !== undefined) return referred(schema.$ref.replace('#/definitions/', ''));
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom<unknown>(...schema.enum);
    if (schema.anyOf && !schema.properties) return fc.oneof(...schema.anyOf.map((choice) => value(choice, key)));
    if (schema.type === undefined && !schema.properties) return noise;
    const types = schema.type === undefined ? ['object' as const] : [schema.type].flat();
    return fc.oneof(...types.map((type) => ofType(type, schema, key)));
  }

  function referred(name: string): Arbitrary<unknown> {
    const made = known.get(name) ?? value(definitions.get(name) ?? {}, '');
    known.set(name, made);
    return made;
  }

  function ofType(type: string, schema: Schema, key: string): Arbitrary<unknown> {
    if (type === 'object') return objectOf(schema);
    if (type === 'array') {
      const { items } = schema;
      const item = typeof items === 'object' && !Array.isArray(items) ? items : {};
      return fc.array(value(item, key), { minLength: schema.minItems ?? 0, maxLength: 3 });
    }
    if (type === 'integer' || type === 'number') {
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 5000 });
    }
    if (type === 'boolean') return fc.boolean();
    return type === 'null' ? fc.constant(null) : text(schema);
  }

  function objectOf({
    properties,
    additionalProperties,
    required = [],
    minProperties = 0,
  }: Schema): Arbitrary<unknown> {
    if (!properties) {
      const below = typeof additionalProperties === 'object' ? additionalProperties : {};
      return fc.dictionary(NAMES, value(below, ''), { minKeys: minProperties, maxKeys: 3 });
    }
    const entries = Object.entries(properties).map(([key, below]): [string, Arbitrary<unknown>] => [
      key,
      value(typeof below === 'boolean' ? {} : below, key),
    ]);
    const mostly = [...required, ...MOSTLY].filter((key) => key in properties);
    // Few of the many keys that may be left out, so that a file is often right.
    const some = fc.subarray(Object.keys(properties), { maxLength: Math.min(5, entries.length) });
    const missing = fc.oneof(
      { weight: chance, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.constantFrom(...mostly, '') },
    );
    return fc.tuple(some, missing).chain(([more, gone]) => {
      const keys = new Set([...mostly.filter((key) => key !== gone), ...more]);
      return fc.record(Object.fromEntries(entries.filter(([key]) => keys.has(key))));
    });
  }
}

const NAMES = fc.oneof(
  { weight: 50, arbitrary: fc.constantFrom('vm0', 'vm1', 'lago', 'data', 'base', 'other', 'virt-customize') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);

/** Keys that are not required everywhere, but rarely left out. */
const MOSTLY = ['domains', 'nets', 'nics', 'dev', 'size', 'path', 'template_name', 'url'];

function text({ pattern, minLength = 0 }: Schema): Arbitrary<string> {
  const words = fc.constantFrom(
    'a',
    'web-1',
    '64',
    '2GiB',
    '10G',
    'yes',
    'False',
    'lab.local',
    'host:80',
    '8080:80',
    'x'.repeat(300),
  );
  if (pattern === undefined || /\\[pP]/.test(pattern)) return minLength > 0 ? words : fc.oneof(words, fc.constant(''));
  return fc.oneof(words, fc.stringMatching(new RegExp(pattern), { size: '-1' }));
}

function definitionsOf({ definitions }: Schema): ReadonlyMap<string, Schema> {
  const isSchema = (entry: unknown): entry is Schema => typeof entry === 'object' && entry !== null;
  const entries = isSchema(definitions) ? Object.entries(definitions) : [];
  return new Map(entries.flatMap(([name, entry]) => (isSchema(entry) ? [[name, entry]] : [])));
}
