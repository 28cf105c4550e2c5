import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type DigestContent,
  renderDocx,
  renderHtml,
  renderJson,
  renderMarkdown,
} from '../../src/digest/index.ts';
import { writeFolder } from '../../src/platform/index.ts';

/** digest.json comes last: `writeFolder` makes it the mark of a whole folder. */
const NAMES = ['digest.html', 'digest.docx', 'digest.md', 'digest.json'] as const;

const there = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => null))?.isFile() ?? false;

/**
 * Writes the digest as HTML, DOCX, Markdown and JSON into `dir`, all or none, and says whether it had to: the files of
 * this very digest may be there already.
 */
export const writeDigest = async (dir: string, content: DigestContent): Promise<boolean> => {
  const json = renderJson(content);
  const files = NAMES.map((name) => path.join(dir, name));
  const written = await readFile(path.join(dir, 'digest.json'), 'utf8').catch(() => null);
  if (written === json && (await Promise.all(files.map(there))).every(Boolean)) return false;
  const [html, docx, md] = [renderHtml(content), await renderDocx(content), renderMarkdown(content)];
  await writeFolder(dir, [
    { name: NAMES[0], content: html },
    { name: NAMES[1], content: docx },
    { name: NAMES[2], content: md },
    { name: NAMES[3], content: json },
  ]);
  return true;
};
