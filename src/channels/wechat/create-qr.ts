import { z } from 'zod';
import { BadSetup } from '../../kernel/index.ts';
import { API_ROOT, createWechatApi, RETRY_AFTER_MS, WechatRefusal } from './api.ts';

export type WechatQrOptions = {
  readonly appId: string;
  readonly appSecret: string;
  readonly now: () => Date;
  /** Another address of WeChat's API: a test's. */
  readonly apiRoot?: string;
  readonly retryAfterMs?: readonly number[];
};

export type WechatQr = {
  /** `url` is to be drawn as a QR code, or taken as a picture from WeChat. */
  readonly url: string;
  readonly picture: string;
};

const PICTURE = 'https://mp.weixin.qq.com/cgi-bin/showqrcode';
const answer = z.object({ ticket: z.string(), url: z.url() });

/**
 * Makes lasting QR codes that open the account with a code of ours as their scene: 1 to 64 characters, and 100,000 codes
 * an account.
 */
export const createWechatQr = (options: WechatQrOptions): ((code: string) => Promise<WechatQr>) => {
  const { apiRoot: root = API_ROOT, retryAfterMs = RETRY_AFTER_MS } = options;
  const api = createWechatApi({ ...options, root, retryAfterMs });
  return async (code) => {
    const body = { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: code } } };
    try {
      // Tells what is wrong with the account's settings; costs no call once there is a token.
      await api.connect();
      const { ticket, url } = await api.post('qrcode/create', body, answer);
      return { url, picture: `${PICTURE}?${new URLSearchParams({ ticket })}` };
    } catch (error) {
      throw error instanceof BadSetup ? error : noQr(error);
    }
  };
};

const noQr = (error: unknown): BadSetup =>
  new BadSetup(
    error instanceof WechatRefusal
      ? {
          zh: `微信没有给二维码（${error.code}）：带参数的二维码只给认证过的服务号，最多 10 万个；每天能生成的次数也有限，可明天再试。`,
          en: `WeChat gave no QR code (${error.code}): they are for verified service accounts, 100,000 at most, and so many a day; try again tomorrow.`,
        }
      : {
          zh: '连不上微信：请检查本机能否访问 https://api.weixin.qq.com，再运行一次。',
          en: 'WeChat cannot be reached: see whether this machine can open https://api.weixin.qq.com, and run this again.',
        },
    { cause: error },
  );
