import { z } from 'zod';
import { diskSchemas } from './disk-schema.ts';
import { domainSchema, nicSchema } from './domain-schema.ts';
import { lenient, type Schema, withLevel } from './json-schema-parts.ts';
import { DISK, DOMAIN, type Level, NET, NIC } from './keys.ts';
import { DISK_NAME, NAME_PATTERN } from './names.ts';
import { netSchema } from './net-schema.ts';

/** Draft 7: what editors know, the YAML language server among them. */
const DIALECT = 'http://json-schema.org/draft-07/schema#';

/** A machine that libvirt does not run, which may need neither NICs nor networks. */
const OTHERS: Schema = {
  properties: { 'vm-provider': { type: 'string', not: { const: 'local-libvirt' } } },
  required: ['vm-provider'],
};

/**
 * JSON Schema of init files, made from the schemas that parsing uses. It accepts what `lago validate --strict` accepts,
 * as far as a schema can tell, after aliases and merge keys are resolved.
 */
export function initFileSchema(): Schema {
  const domain = domainDefinition();
  return {
    $schema: DIALECT,
    title: 'LagoInitFile',
    description: 'A virtual environment: machines, networks and disks. Other keys at this level hold anchors.',
    type: 'object',
    required: ['domains'],
    anyOf: [{ required: ['nets'] }, { properties: { domains: { minProperties: 1, additionalProperties: OTHERS } } }],
    properties: {
      domains: named('domain', 'Machines by name. Names become host names.'),
      nets: { ...named('net', 'Networks by name, at least one.'), minProperties: 1 },
      prototypes: {
        description: 'Parts of domains by name, for `based-on`.',
        type: ['object', 'null'],
        additionalProperties: { $ref: '#/definitions/prototype' },
      },
    },
    definitions: {
      domain: { ...domain, anyOf: [{ required: ['nics'] }, { required: ['based-on'] }, OTHERS] },
      prototype: domain,
      nic: definition(nicSchema, NIC),
      disk: diskDefinition(),
      net: { ...definition(netSchema, NET), type: ['object', 'null'] },
    },
  };
}

function named(what: string, description: string): Schema {
  const propertyNames = { pattern: NAME_PATTERN, maxLength: 63 };
  return { description, type: 'object', propertyNames, additionalProperties: { $ref: `#/definitions/${what}` } };
}

function definition(schema: z.ZodType, level: Level): Schema {
  return withLevel(lenient(convert(schema)), level);
}

function convert(schema: z.ZodType): Schema {
  const { $schema: _dialect, ...made } = z.toJSONSchema(schema, { io: 'input', target: 'draft-07' });
  return made;
}

function domainDefinition(): Schema {
  const { properties, ...rest } = lenient(convert(domainSchema));
  const list = (what: string, description: string): Schema => ({
    description,
    type: 'array',
    items: { $ref: `#/definitions/${what}` },
  });
  const nics = { ...list('nic', 'NICs; the first is eth0. One of them is on a management network.'), minItems: 1 };
  const disks = { ...list('disk', 'Disks; the first one is booted from.'), type: ['array', 'null'] } satisfies Schema;
  return withLevel({ ...rest, properties: { ...properties, nics, disks } }, DOMAIN);
}

/** One mapping for all kinds of disks: editors explain a missing key better than a failed choice among kinds. */
function diskDefinition(): Schema {
  const { unknown, ...known } = diskSchemas;
  const base = convert(unknown);
  const kinds = Object.values(known).map(convert);
  const always = base.required?.filter((key) => key !== 'dev') ?? [];
  const properties = new Map(propertiesOf(base));
  for (const [key, value] of kinds.flatMap(propertiesOf)) {
    const first = properties.get(key);
    properties.set(key, first === undefined ? value : { ...first, ...descriptions(first, value) });
  }
  const all: Schema = { type: 'object', properties: Object.fromEntries(properties), required: always };
  const definition = withLevel(lenient(all), DISK);
  const name = definition.properties?.name;
  return {
    ...definition,
    properties: { ...definition.properties, name: { ...(typeof name === 'object' ? name : {}), ...DISK_NAME } },
    ...anyOf('dev', 'device'),
    allOf: [...kinds.map((kind) => needs(kind, always)), { if: ofType('file'), ...then(anyOf('path', 'url')) }],
  };
}

function anyOf(...keys: readonly string[]): Schema {
  return { anyOf: keys.map((key) => given([key])) };
}

/** That keys are there, with values: what may be left out may be empty. */
function given(keys: readonly string[]): Schema {
  return { required: [...keys], properties: Object.fromEntries(keys.map((key) => [key, { not: { type: 'null' } }])) };
}

/** "If the disk is of this kind, it has these keys". A key that may be left out counts as what it is then. */
function needs(kind: Schema, always: readonly string[]): Schema {
  const constants = propertiesOf(kind).flatMap(([key, value]): [string, Schema][] =>
    value.const === undefined ? [] : [[key, { const: value.const }]],
  );
  const fixed = constants.map(([key]) => key).filter((key) => kind.required?.includes(key));
  const required = kind.required?.filter((key) => key !== 'dev' && !always.includes(key)) ?? [];
  return { if: { properties: Object.fromEntries(constants), required: fixed }, ...then(given(required)) };
}

function ofType(type: string): Schema {
  return { properties: { type: { const: type } } };
}

/** The `then` of a condition; an object with this key and no name of its own would look like a promise. */
function then(consequence: Schema): Schema {
  return Object.fromEntries([['then', consequence]]);
}

function propertiesOf(schema: Schema): [string, Schema][] {
  return Object.entries(schema.properties ?? {}).map(([key, value]) => [key, typeof value === 'boolean' ? {} : value]);
}

function descriptions(first: Schema, other: Schema): Schema {
  const texts = new Set([first.description, other.description].filter((text) => text !== undefined));
  return texts.size === 0 ? {} : { description: [...texts].join(' ') };
}
