import { readlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * On Linux priority belongs to a thread, and the threads that onnxruntime starts inherit this one's: whoever waits for
 * a page then comes before them. Elsewhere there is no such thing, and nothing is done.
 */
export const giveWay = (niceness: number): void => {
  if (process.platform !== 'linux') return;
  try {
    const threadId = Number(path.basename(readlinkSync('/proc/thread-self')));
    os.setPriority(threadId, Math.max(niceness, os.getPriority(threadId)));
  } catch {
    // Without /proc, or where it is forbidden, pages are only a little slower meanwhile.
  }
};
