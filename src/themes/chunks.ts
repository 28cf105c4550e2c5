// PostgreSQL takes 65,535 parameters a statement; 15 columns × 1,000 rows stay well below.
const CHUNK = 1000;

export const chunksOf = <T>(all: readonly T[], size = CHUNK): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
