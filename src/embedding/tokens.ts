/** Token ids of several texts: text i has `ids[starts[i] .. starts[i + 1])`. Two flat arrays cross threads uncopied. */
export type Tokens = { readonly ids: Int32Array<ArrayBuffer>; readonly starts: Int32Array<ArrayBuffer> };

export const textsIn = (tokens: Tokens): number => tokens.starts.length - 1;

export const tokensOf = (tokens: Tokens, text: number): number =>
  tokens.starts[text + 1]! - tokens.starts[text]!;

export const packTokens = (texts: readonly ArrayLike<number>[]): Tokens => {
  const starts = new Int32Array(texts.length + 1);
  texts.forEach((ids, i) => {
    starts[i + 1] = starts[i]! + ids.length;
  });
  const ids = new Int32Array(starts[texts.length]!);
  texts.forEach((text, i) => {
    ids.set(text, starts[i]);
  });
  return { ids, starts };
};

/** The texts at `positions`, copied in that order. */
export const pickTokens = (tokens: Tokens, positions: readonly number[]): Tokens =>
  packTokens(positions.map((at) => tokens.ids.subarray(tokens.starts[at], tokens.starts[at + 1])));

export const joinTokens = (parts: readonly Tokens[]): Tokens => {
  const ids = new Int32Array(parts.reduce((sum, part) => sum + part.ids.length, 0));
  const starts = new Int32Array(parts.reduce((sum, part) => sum + textsIn(part), 1));
  let token = 0;
  let text = 0;
  for (const part of parts) {
    ids.set(part.ids, token);
    for (let i = 1; i <= textsIn(part); i++) starts[text + i] = token + part.starts[i]!;
    token += part.ids.length;
    text += textsIn(part);
  }
  return { ids, starts };
};
