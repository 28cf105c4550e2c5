import { existsSync, readFileSync } from 'node:fs';

const RESIDENTS = '../shared/data/resident-messages.jsonl';
const DEMO = 'scripts/demo/messages.jsonl';

const recordsOf = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Whole clauses, joined until they are 47 characters long on average: the length of a message in a chat. */
const passagesOf = (text: string): string[] => {
  const passages: string[] = [];
  let open = '';
  for (const clause of text.split(/(?<=[。！？；，!?;,\n])/u)) {
    open += clause.trim();
    if (open.length < 40) continue;
    passages.push(open);
    open = '';
  }
  if (open.length > 10) passages.push(open);
  return passages;
};

export const distinctTexts = (most: number): { texts: string[]; source: string } => {
  const source = existsSync(RESIDENTS) ? RESIDENTS : DEMO;
  const texts = new Set<string>();
  for (const record of recordsOf(source))
    for (const field of [record.title, record.body, record.text])
      if (typeof field === 'string') for (const passage of passagesOf(field)) texts.add(passage);
  return { texts: [...texts].slice(0, most), source };
};
