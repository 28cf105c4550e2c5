/** Where a text is best cut, best first: between paragraphs, lines, sentences, clauses, words. */
const seams = [/\n{2,}/g, /\n/g, /[。！？!?；;…]+["'”’」』）)]*|\.(?=\s)/g, /[，、,：:]/g, /\s+/g];

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * Cuts a text into pieces whose `size` is at most `most`, at the best seam in the second half of each piece, and never
 * inside what a reader sees as one character. Joined, the pieces are the text: nothing is trimmed.
 * @param size Adds up over a text's characters: UTF-16 units (Telegram counts so) or bytes (WeChat does).
 */
export const splitText = (
  text: string,
  most: number,
  size: (part: string) => number = (part) => part.length,
): string[] => {
  const pieces: string[] = [];
  let rest = text;
  while (size(rest) > most) {
    const room = longestStart(rest, most, size);
    const cut = bestCut(room);
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return rest === '' ? pieces : [...pieces, rest];
};

export const utf8Bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** The longest start that fits, in whole characters; where a single one does not fit, its first code points. */
const longestStart = (text: string, most: number, size: (part: string) => number): string => {
  let used = 0;
  let end = 0;
  // No character is smaller than one unit, so what lies beyond `most` units cannot fit. A few more keep the last whole.
  for (const { segment } of graphemes.segment(text.slice(0, most + 64))) {
    used += size(segment);
    if (used > most) break;
    end += segment.length;
  }
  if (end > 0) return text.slice(0, end);
  let start = '';
  for (const point of text) {
    if (start !== '' && size(start + point) > most) break;
    start += point;
  }
  return start;
};

const bestCut = (room: string): number => {
  for (const seam of seams) {
    let cut = 0;
    for (const { index, 0: found } of room.matchAll(seam)) cut = index + found.length;
    if (cut >= room.length / 2) return cut;
  }
  return room.length;
};
