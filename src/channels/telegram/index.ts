export { createTelegram, type Telegram, type TelegramOptions } from './telegram.ts';
