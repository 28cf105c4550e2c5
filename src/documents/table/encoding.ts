import { createReadStream } from 'node:fs';
import { badFile } from './row.ts';

export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le';

/** The longest incomplete UTF-8 sequence at the end of a chunk, in bytes. */
const MOST_CARRIED = 3;

// 8: that many Chinese characters of valid UTF-8 in a row come about by chance in GB18030 text about once in ten
// million files (a GB2312 pair is a valid UTF-8 sequence with probability 0.13). So such a file is UTF-8 with a broken
// byte, and reading it as GB18030 would turn every word into nonsense without a complaint.
const SURELY_UTF8 = 8;

const continues = (bytes: Uint8Array, at: number, low = 0x80, high = 0xbf): boolean => {
  const byte = bytes[at];
  return byte !== undefined && byte >= low && byte <= high;
};

/** Length of the well-formed sequence that starts at `at` (Unicode 16, table 3-7), or 0. */
const sequenceLength = (bytes: Uint8Array, at: number): number => {
  const lead = bytes[at] ?? 0xff;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return continues(bytes, at + 1) ? 2 : 0;
  if (lead < 0xf0) {
    const low = lead === 0xe0 ? 0xa0 : 0x80;
    const high = lead === 0xed ? 0x9f : 0xbf;
    return continues(bytes, at + 1, low, high) && continues(bytes, at + 2) ? 3 : 0;
  }
  const low = lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xf4 ? 0x8f : 0xbf;
  return continues(bytes, at + 1, low, high) && continues(bytes, at + 2) && continues(bytes, at + 3) ? 4 : 0;
};

type Utf8Check =
  | { readonly ok: true }
  | { readonly ok: false; readonly byte: number; readonly line: number; readonly wide: number };

/** Where UTF-8 first breaks in a file, with the characters of three or more bytes before it. */
const checkUtf8 = async (path: string): Promise<Utf8Check> => {
  let offset = 0;
  let line = 1;
  let wide = 0;
  let rest: Uint8Array = new Uint8Array();
  const scan = (bytes: Uint8Array, end: number): number => {
    let at = 0;
    while (at < end) {
      const length = sequenceLength(bytes, at);
      if (length === 0) return at;
      if (bytes[at] === 0x0a) line++;
      if (length > 2) wide++;
      at += length;
    }
    offset += at;
    rest = bytes.slice(at);
    return -1;
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const bad = scan(bytes, bytes.length - MOST_CARRIED);
    if (bad >= 0) return { ok: false, byte: offset + bad, line, wide };
  }
  const bad = scan(rest, rest.length);
  return bad >= 0 ? { ok: false, byte: offset + bad, line, wide } : { ok: true };
};

const isGb18030 = async (path: string): Promise<boolean> => {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>)
      decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (cause) {
    if (cause instanceof TypeError) return false;
    throw cause;
  }
};

/**
 * UTF-8 where the whole file is well-formed UTF-8, otherwise GB18030 where it is that; UTF-16 only with its mark
 * (Excel's "Unicode text"). The file is read to its end before a row is: half a table in one encoding is no table.
 * @throws BadInput with the byte and the line where UTF-8 breaks.
 */
export const detectEncoding = async (path: string, start: Uint8Array): Promise<TextEncoding> => {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  const utf8 = await checkUtf8(path);
  if (utf8.ok) return 'utf-8';
  const where = {
    zh: `第 ${utf8.line} 行（第 ${utf8.byte + 1} 字节）`,
    en: `line ${utf8.line} (byte ${utf8.byte + 1})`,
  };
  if (utf8.wide >= SURELY_UTF8)
    throw badFile(path, {
      zh: `文件是 UTF-8 编码，但在${where.zh}损坏；请重新导出该文件，或修正这一处。`,
      en: `the file is UTF-8 but broken at ${where.en}: export it again, or mend that place.`,
    });
  if (await isGb18030(path)) return 'gb18030';
  throw badFile(path, {
    zh: `无法识别编码：既不是 UTF-8（在${where.zh}中断），也不是 GB18030；请另存为 UTF-8 后重试。`,
    en: `unreadable encoding: neither UTF-8 (it breaks at ${where.en}) nor GB18030. Save the file as UTF-8 and try again.`,
  });
};

/** The file's text in pieces, without a byte order mark; every line break is a line feed. */
export async function* decodedText(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: encoding !== 'utf-16le' });
  let started = false;
  let heldReturn = false;
  const settle = (piece: string): string => {
    let text = heldReturn ? `\r${piece}` : piece;
    // A carriage return at the end may be half of a CRLF: it waits for the next piece.
    heldReturn = text.endsWith('\r');
    if (heldReturn) text = text.slice(0, -1);
    if (!started && text.length > 0) {
      started = true;
      // The decoder drops its own mark; GB18030's, and a second one, stay.
      if (text.startsWith('\uFEFF')) text = text.slice(1);
    }
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    const text = settle(decoder.decode(chunk, { stream: true }));
    if (text) yield text;
  }
  const last = settle(decoder.decode()) + (heldReturn ? '\n' : '');
  if (last) yield last;
}
