import { readFileSync } from 'node:fs';
import { embedTexts, memoryVectorStore, openEncoder, textHash } from '../../src/embedding/index.ts';
import type { Rows } from '../../src/kernel/index.ts';

type DemoMessage = {
  readonly id: string;
  readonly issue: string;
  readonly topic?: string;
  readonly author: string;
  readonly place: string;
  readonly postedAt: string;
  readonly text: string;
  readonly duplicateOf?: string;
  readonly stance?: 'for' | 'against';
};

export const demoMessages = (): DemoMessage[] =>
  readFileSync('scripts/demo/messages.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line): DemoMessage => JSON.parse(line));

type DemoVectors = { readonly rows: Rows; readonly order: string[]; readonly issues: Int32Array };

const embedDemo = async (): Promise<DemoVectors> => {
  const messages = demoMessages();
  const texts = messages.map(({ text }) => text);
  const encoder = await openEncoder({ modelDir: 'models/bge-small-zh-v1.5' });
  try {
    const { vectors } = await embedTexts(texts, { encoder, store: memoryVectorStore() });
    const numbers = new Map<string, number>();
    for (const { issue } of messages) if (!numbers.has(issue)) numbers.set(issue, numbers.size);
    return {
      rows: vectors,
      order: texts.map(textHash),
      issues: Int32Array.from(messages, ({ issue }) => numbers.get(issue)!),
    };
  } finally {
    await encoder.close();
  }
};

let embedded: Promise<DemoVectors> | undefined;

/**
 * The demo corpus embedded by the real model, once a test file; `issues` [n] numbers the issue that each message was
 * written for.
 */
export const demoVectors = (): Promise<DemoVectors> => {
  embedded ??= embedDemo();
  return embedded;
};
