export { createWechatQr, type WechatQr, type WechatQrOptions } from './create-qr.ts';
export { createWechat, type WechatOptions } from './wechat.ts';
