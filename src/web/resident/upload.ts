import type { RequestHandler } from 'express';
import multer from 'multer';

/** One photo and the form's two hidden fields, in memory; anything more is refused before it is read to the end. */
export const photoUpload = (photoBytes: number): RequestHandler =>
  multer({
    storage: multer.memoryStorage(),
    // Otherwise Chinese file names are read as Latin-1.
    defParamCharset: 'utf8',
    limits: { fileSize: photoBytes, files: 1, fields: 4, fieldSize: 1_000, parts: 6 },
  }).single('photo');
