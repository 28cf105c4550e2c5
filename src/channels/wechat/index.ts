export { createWechat, type Wechat, type WechatOptions } from './wechat.ts';
