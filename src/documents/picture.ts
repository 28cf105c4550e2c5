/** The SVG, whose size is in millimetres, as a PNG of `dpi` dots an inch. Text must be outlines (`renderSvg`): no font of the system is used. */
export const renderPng = async (svg: string, dpi: number): Promise<Uint8Array> => {
  const { default: sharp } = await import('sharp');
  // The library's density scales lengths in millimetres twice: once as dots an inch, once against 72 of them.
  const density = Math.sqrt(72 * dpi);
  const picture = sharp(Buffer.from(svg), { density }).flatten({ background: '#ffffff' });
  return new Uint8Array(await picture.withMetadata({ density: dpi }).png().toBuffer());
};

/** 35 × 49 mm at 300 dots an inch: as sharp as a print shop asks for, some 40 kB. */
const PORTRAIT = { width: 413, height: 579 } as const;
/** Beyond this many pixels a file is a trap and no portrait. */
const LIMIT_PIXELS = 100_000_000;

/**
 * A portrait in the proportions of an identity photo, upright, without any of the file's metadata (place, camera).
 * null where the bytes are no picture.
 */
export const portrait = async (bytes: Uint8Array): Promise<Uint8Array | null> => {
  const { default: sharp } = await import('sharp');
  try {
    const jpeg = await sharp(bytes, { limitInputPixels: LIMIT_PIXELS })
      .rotate()
      .resize({ ...PORTRAIT, fit: 'cover', position: 'top' })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: 88 })
      .toBuffer();
    return new Uint8Array(jpeg);
  } catch {
    return null;
  }
};
