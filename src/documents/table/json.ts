import { decodedText, type TextEncoding } from './encoding.ts';
import type { TableLine } from './row.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const notAnObject = {
  zh: '不是 JSON 对象；每行应是一个 {…}。',
  en: 'not a JSON object: each line must be one {…}.',
};

/**
 * Only the column of the engine's complaint is passed on: its wording quotes the line, and the line is what a
 * resident wrote.
 */
const notJson = (cause: unknown, cut: boolean): { zh: string; en: string } => {
  const column = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
  const at =
    column === undefined
      ? { zh: '', en: '' }
      : { zh: `（第 ${Number(column) + 1} 个字符处）`, en: ` at character ${Number(column) + 1}` };
  return cut
    ? {
        zh: `JSON 不完整${at.zh}，文件可能被截断；请重新导出。`,
        en: `JSON that breaks off${at.en}, the file may be cut short: export it again.`,
      }
    : {
        zh: `不是有效的 JSON${at.zh}；请修正这一行，或重新导出。`,
        en: `invalid JSON${at.en}: mend this line or export the file again.`,
      };
};

const parsed = (text: string, line: number, cut: boolean): TableLine => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return { line, refusal: notJson(cause, cut) };
  }
  return isRecord(value) ? { line, record: value } : { line, refusal: notAnObject };
};

/** One JSON object a line; blank lines are skipped. */
export async function* readJsonLines(path: string, encoding: TextEncoding): AsyncGenerator<TableLine> {
  let line = 1;
  let rest = '';
  for await (const piece of decodedText(path, encoding)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      if (text.trim() !== '') yield parsed(text, line, false);
      line++;
    }
  }
  if (rest.trim() !== '') yield parsed(rest, line, true);
}

/** Walks one JSON array and cuts it into its elements, so that each keeps its own line and its own complaint. */
function* elementsOf(text: string): Generator<TableLine> {
  let line = 1;
  let depth = 0;
  let inString = false;
  let start = -1;
  let startLine = 1;
  const element = (end: number, cut: boolean): TableLine => parsed(text.slice(start, end), startLine, cut);
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '\n') line++;
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
      continue;
    }
    if (depth === 1 && start >= 0 && (char === ',' || char === ']')) {
      yield element(at, false);
      start = -1;
    } else if (depth === 1 && start < 0 && char !== undefined && !/[\s,\]]/.test(char)) {
      start = at;
      startLine = line;
    }
    if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    if (depth === 0 && char === ']') {
      if (text.slice(at + 1).trim() !== '')
        yield {
          line,
          refusal: {
            zh: '数组之后还有别的内容；一个 .json 文件只能是一个数组，或每行一个对象。',
            en: 'something follows the array: a .json file is one array, or one object a line.',
          },
        };
      return;
    }
  }
  if (start >= 0) yield element(text.length, true);
  else
    yield {
      line,
      refusal: {
        zh: '数组没有结束，文件可能被截断；请重新导出。',
        en: 'the array never ends, the file may be cut short: export it again.',
      },
    };
}

/** One array of objects, over any number of lines. The file is held in memory. */
export async function* readJsonArray(path: string, encoding: TextEncoding): AsyncGenerator<TableLine> {
  let text = '';
  for await (const piece of decodedText(path, encoding)) text += piece;
  yield* elementsOf(text);
}
