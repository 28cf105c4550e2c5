import path from 'node:path';
import { type Program, runProgram } from './programs.ts';

export type Ended = { readonly code: number | null; readonly output: string };

export type Scripts = {
  readonly dataDir: string;
  /** Starts `npm run NAME` as users do, on the embedded database in `dataDir`. */
  readonly start: (name: string, args?: readonly string[], env?: Readonly<Record<string, string>>) => Program;
  /** The same, to its end. */
  readonly run: (
    name: string,
    args?: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<Ended>;
};

/** The scripts of `package.json` on an embedded database of their own in `folder`. */
export const scriptsIn = (folder: string): Scripts => {
  const dataDir = path.join(folder, 'data');
  const start: Scripts['start'] = (name, args = [], env = {}) => {
    // Empty rather than absent: a developer's .env must not lead tests to a real database.
    const set = Object.entries({ DATABASE_URL: '', MASHANG_DATA_DIR: dataDir, NO_COLOR: '1', ...env });
    return runProgram(`scripts/${name}.ts`, args, ['env', ...set.map(([key, value]) => `${key}=${value}`)]);
  };
  return {
    dataDir,
    start,
    run: async (...given) => {
      const program = start(...given);
      const code = await program.ended;
      return { code, output: program.output() };
    },
  };
};
