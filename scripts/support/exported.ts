/** Columns of `npm run export`, in order; `id`, `text`, `place` and `time` are what `npm run import` looks for. */
export const EXPORTED = [
  'id',
  'text',
  'place',
  'time',
  'topic',
  'aspect',
  'source',
  'group',
  'group_label',
  'theme',
  'theme_label',
  'matter',
  'matter_label',
] as const;

export type ExportedColumn = (typeof EXPORTED)[number];
