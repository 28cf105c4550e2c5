export { createHttpApi, type HttpApiOptions } from './http-api.ts';
export { openApi } from './openapi.ts';
export { type ApiClient, signatureFor, signatureHeaders } from './signature.ts';
