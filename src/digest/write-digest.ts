import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type OutputFile, writeFolder } from '../platform/index.ts';
import type { DigestContent } from './content.ts';
import { renderDocx } from './docx.ts';
import { renderHtml } from './html.tsx';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';

/** digest.json comes last: `writeFolder` makes it the mark of a whole folder. */
const NAMES = ['digest.html', 'digest.docx', 'digest.md', 'digest.json'] as const;

const there = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => null))?.isFile() ?? false;

/** Whether the files of this very digest are in `dir`, all of them. */
export const holdsDigest = async (dir: string, content: DigestContent): Promise<boolean> => {
  const written = await readFile(path.join(dir, 'digest.json'), 'utf8').catch(() => null);
  if (written !== renderJson(content)) return false;
  return (await Promise.all(NAMES.map((name) => there(path.join(dir, name))))).every(Boolean);
};

/** The digest as HTML, DOCX, Markdown and JSON. */
export const renderFiles = async (content: DigestContent): Promise<readonly OutputFile[]> => [
  { name: NAMES[0], content: renderHtml(content) },
  { name: NAMES[1], content: await renderDocx(content) },
  { name: NAMES[2], content: renderMarkdown(content) },
  { name: NAMES[3], content: renderJson(content) },
];

/**
 * Writes the digest as HTML, DOCX, Markdown and JSON into `dir`, all or none, and says whether it had to: the files of
 * this very digest may be there already.
 * @param render `renderFiles`, or whatever does the same elsewhere
 * @throws BadSetup where a person can mend it: permission, full disk, something in the way
 */
export const writeDigest = async (
  dir: string,
  content: DigestContent,
  render: typeof renderFiles = renderFiles,
): Promise<boolean> => {
  if (await holdsDigest(dir, content)) return false;
  await writeFolder(dir, await render(content));
  return true;
};
