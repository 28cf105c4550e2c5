import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

/** An empty folder that is gone after the test file. */
export const aFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mashang-test-'));
  made.push(folder);
  return folder;
};

afterAll(async () => {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});
