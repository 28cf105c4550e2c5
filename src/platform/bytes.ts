import { customType } from 'drizzle-orm/pg-core';

/**
 * A `bytea` column of plain bytes. Both drivers hand over a Buffer, made from the hexadecimal text by Node's own
 * decoder (`readBytea`).
 */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

// PGlite's own parser goes digit by digit through parseInt: 35,000 vectors of 512 float32 took it 6 s, this 0.4 s
// (scripts/bench/storage.ts).
export const readBytea = (hex: string): Uint8Array => Buffer.from(hex.slice(2), 'hex');

/**
 * The bytes as they are: PGlite sends what its serializers leave as bytes in binary form, though their type says
 * `string`. As hexadecimal text 72 MB of vectors took 5.5 s of computing, half of it in counting the text's length.
 */
export const writeBytea = (value: Uint8Array): string => value as unknown as string;

/** The numbers as bytes, a view: little-endian on every machine that Node runs on. */
export const bytesOfFloats = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The bytes as numbers: a view where they are aligned to four bytes, a copy where not. */
export const floatsOfBytes = (value: Uint8Array): Float32Array => {
  const aligned = value.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? value : value.slice();
  return new Float32Array(
    aligned.buffer,
    aligned.byteOffset,
    aligned.byteLength / Float32Array.BYTES_PER_ELEMENT,
  );
};
