// As on the server (keep-photo): larger shows nothing more on a deputy's screen.
const LONG_SIDE = 1600;
const QUALITY = 0.82;
// Below this a photo costs less to send than to shrink.
const SMALL_BYTES = 400_000;

const loaded = (file: Blob): Promise<HTMLImageElement> =>
  new Promise((resolve, reject) => {
    const image = new Image();
    const url = URL.createObjectURL(file);
    image.onload = () => {
      URL.revokeObjectURL(url);
      resolve(image);
    };
    image.onerror = () => {
      URL.revokeObjectURL(url);
      reject(new Error('not a photo that this browser reads'));
    };
    image.src = url;
  });

/**
 * A phone's photo has 3 to 12 MB and is sent over a village's network: it is made smaller before. What the browser
 * cannot read is left to the server, which says so.
 */
export const shrink = async (file: Blob): Promise<Blob> => {
  if (file.size <= SMALL_BYTES) return file;
  try {
    const image = await loaded(file);
    const scale = Math.min(1, LONG_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const smaller = await new Promise<Blob | null>((resolve) =>
      canvas.toBlob(resolve, 'image/jpeg', QUALITY),
    );
    return smaller !== null && smaller.size < file.size ? smaller : file;
  } catch {
    return file;
  }
};
