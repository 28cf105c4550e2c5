export { bytes, bytesOfFloats, floatsOfBytes } from './bytes.ts';
export { type Clock, systemClock } from './clock.ts';
export { type Config, config, readConfig } from './config.ts';
export { openDatabase } from './database.ts';
export { ensureFolder, type OutputFile, writeFileWhole, writeFolder } from './files.ts';
export { type Database, type Db, type Engine, rowsOf } from './handle.ts';
export { logger, safeError } from './log.ts';
export { sha256, storableText } from './text.ts';
