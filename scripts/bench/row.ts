/** One figure of a bench. */
export type BenchRow = { readonly name: string; readonly value: number; readonly unit: string };
