import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { BadSetup } from '../kernel/index.ts';
import { ensureFolder } from '../platform/index.ts';
import { type VectorEntry, type VectorStore, widthOf } from './vector-store.ts';

/*
 * A folder of segment files, each written by one process and only ever appended to. A segment is a row of frames, one
 * a committed batch:
 *   uint32 mark, entries, width, CRC-32 of the rest | entries × 32 bytes of hash | entries × width float32
 * all little-endian, like the float32 of every machine that Node runs on. A frame that is cut short, or whose sum is
 * wrong, is where a process was killed: it and whatever follows in that segment is ignored, and embedded again.
 */
const MARK = 0x3156534d; // "MSV1"
const HEADER_BYTES = 16;
const HASH_BYTES = 32;
const SUFFIX = '.vectors';

const frameOf = (entries: readonly VectorEntry[]): Buffer => {
  const width = widthOf(entries);
  const body = HEADER_BYTES + entries.length * HASH_BYTES;
  const frame = Buffer.alloc(body + entries.length * width * 4);
  entries.forEach(({ hash, vector }, i) => {
    frame.write(hash, HEADER_BYTES + i * HASH_BYTES, 'hex');
    frame.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), body + i * width * 4);
  });
  frame.writeUInt32LE(MARK, 0);
  frame.writeUInt32LE(entries.length, 4);
  frame.writeUInt32LE(width, 8);
  frame.writeUInt32LE(crc32(frame.subarray(HEADER_BYTES)), 12);
  return frame;
};

type Found = (hash: string, vector: Float32Array) => void;

/** Hands on the entries of every whole frame; returns where the first that is not whole begins. */
const readSegment = (segment: Buffer, found: Found): number => {
  let at = 0;
  while (at + HEADER_BYTES <= segment.length && segment.readUInt32LE(at) === MARK) {
    const entries = segment.readUInt32LE(at + 4);
    const width = segment.readUInt32LE(at + 8);
    const body = at + HEADER_BYTES + entries * HASH_BYTES;
    const end = body + entries * width * 4;
    if (end > segment.length) break;
    if (crc32(segment.subarray(at + HEADER_BYTES, end)) !== segment.readUInt32LE(at + 12)) break;
    for (let i = 0; i < entries; i++) {
      const start = at + HEADER_BYTES + i * HASH_BYTES;
      // All parts of a frame are multiples of four bytes long, so the floats are aligned and need no copy.
      const vector = new Float32Array(segment.buffer, segment.byteOffset + body + i * width * 4, width);
      found(segment.toString('hex', start, start + HASH_BYTES), vector);
    }
    at = end;
  }
  return at;
};

/** A model's name comes from a folder or a JSON file: only what every file system takes is kept of it. */
const folderName = (model: string): string => model.replaceAll(/[^\w.@-]/g, '_');

const full = (dir: string) => ({
  zh: `向 ${dir} 保存向量时磁盘已满。已保存的部分仍然有效；请腾出空间后重新运行，将从中断处继续。`,
  en: `The disk is full while saving vectors in ${dir}. What was saved stays valid: free some space and run it again, it goes on from there.`,
});
const denied = (dir: string) => ({
  zh: `不能读写向量文件夹 ${dir}：没有权限。请修改权限，或换一个文件夹。`,
  en: `The folder of vectors ${dir} cannot be read or written: permission denied. Change its permissions, or choose another folder.`,
});
const mending: Readonly<Record<string, (dir: string) => { zh: string; en: string }>> = {
  ENOSPC: full,
  EDQUOT: full,
  EACCES: denied,
  EPERM: denied,
  EROFS: denied,
};

/** What a person can mend becomes BadSetup; any other fault stays one. */
const mendable = async <T>(dir: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const words = mending[(error as NodeJS.ErrnoException).code ?? ''];
    if (words === undefined) throw error;
    throw new BadSetup(words(dir), { cause: error });
  }
};

const segmentsIn = async (dir: string): Promise<string[]> => {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith(SUFFIX)).sort();
};

/** Takes the first free number; with `wx` no two processes get the same. Returns the path of the empty file. */
const newSegment = async (dir: string): Promise<string> => {
  await ensureFolder(dir);
  const last = (await segmentsIn(dir)).at(-1);
  for (let number = last === undefined ? 1 : Number.parseInt(last, 10) + 1; ; number++) {
    const file = path.join(dir, `${String(number).padStart(6, '0')}${SUFFIX}`);
    try {
      await writeFile(file, '', { flag: 'wx' });
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
};

/**
 * Vectors in files under `dir`, a subfolder a model. Several processes may use one folder: each appends to segments of
 * its own. 35,000 × 512 are 73 MB and load in about 0.2 s.
 * @throws BadSetup where the disk is full or permissions are missing
 */
export const folderVectorStore = (dir: string): VectorStore => {
  const segments = new Map<string, string>();
  let queue = Promise.resolve();

  const append = async (model: string, entries: readonly VectorEntry[]): Promise<void> => {
    const folder = path.join(dir, folderName(model));
    const file = segments.get(model) ?? (await newSegment(folder));
    segments.set(model, file);
    try {
      await appendFile(file, frameOf(entries));
    } catch (error) {
      // After a frame that a full disk cut short, nothing that follows in this segment would be found.
      segments.delete(model);
      throw error;
    }
  };

  return {
    read: (model, hashes) =>
      mendable(dir, async () => {
        const folder = path.join(dir, folderName(model));
        const wanted = new Set(hashes);
        const found = new Map<string, Float32Array>();
        for (const name of await segmentsIn(folder))
          readSegment(await readFile(path.join(folder, name)), (hash, vector) => {
            if (wanted.has(hash) && !found.has(hash)) found.set(hash, vector);
          });
        return found;
      }),
    write: (model, entries) => {
      if (entries.length === 0) return Promise.resolve();
      const written = queue.then(() => mendable(dir, () => append(model, entries)));
      queue = written.catch(() => undefined);
      return written;
    },
  };
};
