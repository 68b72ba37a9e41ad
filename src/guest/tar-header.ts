/** One member of an archive that we write. */
export interface TarMember {
  /** Name with `/`, relative. */
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink';
  /** Bytes; 0 unless it is a file. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** What a symlink says. */
  readonly target?: string;
}

const BLOCK = 512;
const TYPES = { file: '0', directory: '5', symlink: '2', longName: 'L', longTarget: 'K' } as const;

/**
 * Header blocks of a member, in GNU's format: libraries write long and non-ASCII names as pax records, which busybox's
 * tar does not read. Owner is root; only root's tar heeds it.
 */
export function tarHeader(member: TarMember): Buffer {
  const name = Buffer.from(member.type === 'directory' ? `${member.name}/` : member.name);
  const target = Buffer.from(member.target ?? '');
  return Buffer.concat([
    ...(target.length > 100 ? longRecord('longTarget', target) : []),
    ...(name.length > 100 ? longRecord('longName', name) : []),
    block(TYPES[member.type], name, target, member),
  ]);
}

/** Zeros that fill up the last block of a file of `size` bytes. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** What ends an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

function longRecord(type: 'longName' | 'longTarget', value: Buffer): Buffer[] {
  const content = Buffer.concat([value, Buffer.alloc(1)]);
  const about = { size: content.length, mode: 0, mtime: 0 };
  const header = block(TYPES[type], Buffer.from('././@LongLink'), Buffer.alloc(0), about);
  return [header, content, tarPadding(content.length)];
}

function block(
  type: string,
  name: Buffer,
  target: Buffer,
  about: { readonly size: number; readonly mode: number; readonly mtime: number },
): Buffer {
  const header = Buffer.alloc(BLOCK);
  name.copy(header, 0, 0, 100);
  octal(about.mode, 8).copy(header, 100);
  octal(0, 8).copy(header, 108);
  octal(0, 8).copy(header, 116);
  octal(about.size, 12).copy(header, 124);
  octal(Math.max(0, Math.floor(about.mtime)), 12).copy(header, 136);
  header.write(type, 156, 'latin1');
  target.copy(header, 157, 0, 100);
  header.write('ustar  \0', 257, 'latin1');
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  octal(sum, 7).copy(header, 148);
  return header;
}

/** A number in octal with a NUL behind it, or as a binary number with its top bit set when that is too long. */
function octal(value: number, width: number): Buffer {
  const digits = value.toString(8);
  if (digits.length < width) return Buffer.from(`${digits.padStart(width - 1, '0')}\0`, 'latin1');
  const binary = Buffer.from(value.toString(16).padStart(2 * width, '0'), 'hex');
  binary.writeUInt8(0x80, 0);
  return binary;
}
