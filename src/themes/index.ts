export type { Catalogue, Counts, Entry, Level, Opposition, Quote, Voice } from './catalogue.ts';
