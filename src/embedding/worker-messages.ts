import type { Rows } from '../kernel/index.ts';
import type { ModelFiles } from './model-files.ts';
import type { Gate } from './native-gate.ts';
import type { Tokens } from './tokens.ts';

export type WorkerSetup = {
  readonly files: ModelFiles;
  readonly threads: number | null;
  readonly gate: Gate;
};

export type Request =
  | { readonly id: number; readonly kind: 'tokenise'; readonly texts: readonly string[] }
  | { readonly id: number; readonly kind: 'run'; readonly tokens: Tokens };

export type Answer =
  | { readonly id: number; readonly kind: 'ready'; readonly dimensions: number }
  | { readonly id: number; readonly kind: 'tokens'; readonly tokens: Tokens }
  | { readonly id: number; readonly kind: 'rows'; readonly rows: Rows }
  | { readonly id: number; readonly kind: 'fault'; readonly message: string };
