export { type Embedded, embedTexts } from './embed.ts';
export { folderVectorStore } from './folder-store.ts';
export { giveWay } from './give-way.ts';
export { memoryVectorStore } from './memory-store.ts';
export { checkArtefact } from './model-files.ts';
export { type Around, type Gate, gateShut, newGate, shutGate, through } from './native-gate.ts';
export { type Encoder, modelKey, openEncoder } from './open.ts';
export { databaseVectorStore } from './store.ts';
export { type ErasableVectorStore, textHash, type VectorEntry, type VectorStore } from './vector-store.ts';
