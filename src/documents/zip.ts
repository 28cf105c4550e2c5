import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** A file inside a ZIP archive. */
export type ZipPart = {
  readonly path: string;
  readonly data: Uint8Array;
  /** Kept as it is: for data that is compressed already, such as a PDF. */
  readonly stored?: true;
};

// Signatures and field offsets: PKWARE's APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** 1 January 1980, the first day that ZIP can write: the same bytes on every day. */
const DOS_DATE = 0x21;
const UTF8_NAMES = 0x0800;

/** The files of an archive without encryption or ZIP64, in its own order. Throws on anything else. */
export const readZip = (bytes: Uint8Array): ZipPart[] => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = view.length - 22;
  while (end >= 0 && view.readUInt32LE(end) !== END) end--;
  if (end < 0) throw new Error('not a ZIP archive: no end record');
  const parts: ZipPart[] = [];
  let at = view.readUInt32LE(end + 16);
  for (let left = view.readUInt16LE(end + 10); left > 0; left--) {
    const method = view.readUInt16LE(at + 10);
    const size = view.readUInt32LE(at + 20);
    const name = view.readUInt16LE(at + 28);
    const local = view.readUInt32LE(at + 42);
    const from = local + 30 + view.readUInt16LE(local + 26) + view.readUInt16LE(local + 28);
    const packed = view.subarray(from, from + size);
    parts.push({
      path: view.toString('utf8', at + 46, at + 46 + name),
      data: method === 0 ? packed : inflateRawSync(packed),
    });
    at += 46 + name + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return parts;
};

type Written = {
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly stored: boolean;
  readonly size: number;
  readonly crc: number;
};

const header = ({ name, packed, stored, size, crc }: Written, central: boolean, offset: number): Buffer => {
  const out = Buffer.alloc((central ? 46 : 30) + name.length);
  let at = out.writeUInt32LE(central ? CENTRAL : LOCAL, 0);
  if (central) at = out.writeUInt16LE(20, at);
  for (const value of [20, UTF8_NAMES, stored ? 0 : 8, 0, DOS_DATE]) at = out.writeUInt16LE(value, at);
  for (const value of [crc, packed.length, size]) at = out.writeUInt32LE(value, at);
  out.writeUInt16LE(name.length, at);
  if (central) out.writeUInt32LE(offset, 42);
  name.copy(out, central ? 46 : 30);
  return out;
};

/** Packs the parts in the order given; the same parts give the same bytes. */
export const writeZip = (parts: readonly ZipPart[]): Uint8Array => {
  const bodies: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const { path, data, stored = false } of parts) {
    const file = {
      name: Buffer.from(path),
      packed: stored ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : deflateRawSync(data),
      stored,
      size: data.length,
      crc: crc32(data),
    };
    const local = header(file, false, 0);
    index.push(header(file, true, offset));
    bodies.push(local, file.packed);
    offset += local.length + file.packed.length;
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...bodies, directory, end]));
};
