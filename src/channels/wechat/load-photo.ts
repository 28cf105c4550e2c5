import type { ReceivedPhoto } from '../contract.ts';
import { type WechatApi, WechatRefusal } from './api.ts';
import type { RemotePhoto } from './read-message.ts';

/** WeChat's own stores of pictures. A message in plain mode can be forged: nothing else is asked. */
export const PICTURES = /^https?:\/\/(?:[\w-]+\.)+qpic\.cn\//;

/**
 * By the API, which gives the picture as it was sent; where the account may not use it (48001: unverified ones) or the
 * id is no longer known, from the picture's own address.
 * @returns 'none' where neither was told, null where it is larger than a photo may be.
 */
export const loadPhoto = async (
  api: WechatApi,
  { media, url }: RemotePhoto,
  pictures: RegExp,
): Promise<ReceivedPhoto['bytes'] | 'none' | null> => {
  const address = url !== null && pictures.test(url) ? url : null;
  try {
    if (media !== null) return await api.media(media);
  } catch (error) {
    if (!(error instanceof WechatRefusal) || address === null) throw error;
  }
  return address === null ? 'none' : api.picture(address);
};
