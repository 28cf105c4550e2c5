export type { Session, Sessions } from './sessions.ts';
export { createWebChat, type WebChat, type WebMessage } from './web-chat.ts';
