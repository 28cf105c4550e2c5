import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { BadSetup } from '../kernel/index.ts';

export type OutputFile = { readonly name: string; readonly content: string | Uint8Array };

const wordings = {
  denied: (where: string) => ({
    zh: `不能写入 ${where}：没有权限。请换一个文件夹，或请管理员开放写权限。`,
    en: `${where} cannot be written: permission denied. Choose another folder, or have its permissions changed.`,
  }),
  readOnly: (where: string) => ({
    zh: `不能写入 ${where}：所在磁盘是只读的。请换一个可写的文件夹。`,
    en: `${where} cannot be written: the disk is read-only. Choose a folder on another disk.`,
  }),
  full: (where: string) => ({
    zh: `写入 ${where} 时磁盘已满。没有留下写了一半的文件；请腾出空间后重试。`,
    en: `The disk is full while writing ${where}. Nothing half-written was left; free some space and run it again.`,
  }),
  inTheWay: (where: string) => ({
    zh: `不能写入 ${where}：路径上已有同名的文件（或文件夹）。请换一个路径，或先把它移走。`,
    en: `${where} cannot be written: a file stands where a folder is needed, or the other way round. Choose another path, or move it away.`,
  }),
  tooLong: (where: string) => ({
    zh: `不能写入 ${where}：名称太长。请换一个较短的路径。`,
    en: `${where} cannot be written: the name is too long. Choose a shorter path.`,
  }),
} as const;

const kindOf: Readonly<Record<string, keyof typeof wordings>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'readOnly',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  ENOTDIR: 'inTheWay',
  EISDIR: 'inTheWay',
  EEXIST: 'inTheWay',
  ENAMETOOLONG: 'tooLong',
};

/** Runs `work` and turns what a person can mend about `where` into BadSetup; anything else is a fault and stays one. */
export const mendable = async <T>(where: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const kind = kindOf[(error as NodeJS.ErrnoException).code ?? ''];
    if (kind === undefined) throw error;
    throw new BadSetup(wordings[kind](where), { cause: error });
  }
};

/** Creates `dir` and what is missing above it. @throws BadSetup */
export const ensureFolder = (dir: string): Promise<void> =>
  mendable(dir, async () => {
    await mkdir(dir, { recursive: true });
  });

/** Writes all of it and has the disk confirm it. `FileHandle.writeFile` goes on after a short write; a bare `write` does not. */
const writeThrough = async (
  file: string,
  content: string | Uint8Array | AsyncIterable<string>,
): Promise<void> => {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** A rename is on the disk only when the folder is. Not every file system can do this; then there is nothing to do. */
const syncFolder = async (dir: string): Promise<void> => {
  const handle = await open(dir, 'r');
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
};

/**
 * The file is there with all of `content`, or it is as it was before: written beside, then renamed.
 * Missing folders are made. What comes in pieces is never all in memory; where it throws, so does this.
 * @throws BadSetup where a person can mend it: permission, full disk, something in the way.
 */
export const writeFileWhole = (
  file: string,
  content: string | Uint8Array | AsyncIterable<string>,
): Promise<void> =>
  mendable(file, async () => {
    const dir = path.dirname(file);
    await mkdir(dir, { recursive: true });
    const beside = path.join(
      dir,
      `.${path.basename(file).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`,
    );
    try {
      await writeThrough(beside, content);
      await rename(beside, file);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
    await syncFolder(dir);
  });

/** Seen by whoever opens the folder: while it is there, the outputs beside it are not whole. */
const UNFINISHED = '未完成-unfinished-';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** What a killed run left; what another living run is writing stays. */
const removeLeftovers = async (dir: string, but: string): Promise<void> => {
  for (const name of await readdir(dir)) {
    if (!name.startsWith(UNFINISHED) || name === but) continue;
    const pid = Number.parseInt(name.slice(UNFINISHED.length), 10);
    if (pid === process.pid || !isAlive(pid))
      await rm(path.join(dir, name), { recursive: true, force: true });
  }
};

const checkedNames = (files: readonly OutputFile[]): void => {
  const names = new Set(files.map((file) => file.name));
  if (names.size !== files.length) throw new Error('two outputs of one folder have the same name');
  for (const name of names) {
    if (name !== path.basename(name) || name === '.' || name === '..' || name === '')
      throw new Error(`${JSON.stringify(name)} is not a plain file name`);
  }
};

/** A folder under the name of an output would be met only half-way through the renames. */
const nothingInTheWay = async (dir: string, files: readonly OutputFile[]): Promise<void> => {
  for (const { name } of files) {
    const there = await stat(path.join(dir, name)).catch(() => null);
    if (there?.isDirectory()) throw new BadSetup(wordings.inTheWay(path.join(dir, name)));
  }
};

/**
 * Several outputs that belong together. All are first written into a subfolder whose name says that the work is
 * unfinished; only when every one is on the disk are the old ones removed and the new ones renamed into place. The last
 * of `files` is the mark of a whole folder: it goes first and comes last, so that old and new never stand mixed under
 * it. Other files in `dir` are left alone.
 * @throws BadSetup where a person can mend it; the outputs that were there before are then untouched.
 */
export const writeFolder = (dir: string, files: readonly OutputFile[]): Promise<void> => {
  checkedNames(files);
  return mendable(dir, async () => {
    await mkdir(dir, { recursive: true });
    await nothingInTheWay(dir, files);
    const staging = path.join(dir, `${UNFINISHED}${process.pid}-${randomBytes(4).toString('hex')}`);
    await mkdir(staging);
    // Only now: what a killed run left marks the outputs beside it as not whole, and so must its successor.
    await removeLeftovers(dir, path.basename(staging));
    try {
      for (const { name, content } of files) await writeThrough(path.join(staging, name), content);
    } catch (error) {
      await rm(staging, { recursive: true, force: true });
      throw error;
    }
    for (const { name } of files.toReversed()) await rm(path.join(dir, name), { force: true });
    for (const { name } of files) await rename(path.join(staging, name), path.join(dir, name));
    await syncFolder(dir);
    await rm(staging, { recursive: true });
  });
};
