declare module 'wechat-crypto' {
  class WXBizMsgCrypt {
    constructor(token: string, aesKey: string, id: string);
    getSignature(timestamp: string, nonce: string, encrypt: string): string;
    encrypt(text: string): string;
    decrypt(text: string): { message: string; id: string };
  }
  export = WXBizMsgCrypt;
}
