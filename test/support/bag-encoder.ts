import type { Encoder } from '../../src/embedding/index.ts';
import { packTokens, textsIn, tokensOf } from '../../src/embedding/tokens.ts';
import { normaliseRow } from '../../src/kernel/index.ts';

const WIDTH = 256;

/** An encoder without a model: texts with the same characters are near, in whatever batch they come. */
export const bagEncoder = (): Encoder => {
  const tokenise: Encoder['tokenise'] = async (texts) =>
    packTokens(texts.map((text) => [0, ...Array.from(text, (c) => c.codePointAt(0) ?? 0)]));
  const run: Encoder['run'] = async (tokens) => {
    const rows = { data: new Float32Array(textsIn(tokens) * WIDTH), n: textsIn(tokens), d: WIDTH };
    let at = 0;
    for (let i = 0; i < rows.n; i++) {
      for (let left = tokensOf(tokens, i); left > 0; left--) {
        const cell = i * WIDTH + ((tokens.ids[at++] ?? 0) % WIDTH);
        rows.data[cell] = (rows.data[cell] ?? 0) + 1;
      }
      normaliseRow(rows, i);
    }
    return rows;
  };
  return {
    model: { name: 'bag', fingerprint: '1', dimensions: WIDTH },
    tokenise,
    run,
    embed: async (texts) => run(await tokenise(texts)),
    close: async () => undefined,
  };
};
