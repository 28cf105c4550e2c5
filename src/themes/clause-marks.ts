/** Stands for a coded place name (A市, A7县) while a message is cut: it belonged to the sentence, so what stands beside it is not whole. */
export const HIDDEN = '\u2028';

/** Marks between clauses. A hidden place is none. */
export const CLAUSE_END = /^(?:[。！？!?；;：:\n\r，,…~～—\t،؟؛།]|\.{2,})|^[ \u3000\u00a0]+$/u;
