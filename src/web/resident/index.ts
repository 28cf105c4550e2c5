export { bundleAssets, type ResidentAssets } from './assets.ts';
export { chatOf } from './chat-of.ts';
export type { Answer, Line } from './line.ts';
export {
  type Chat,
  type KeepSessionPhoto,
  Refused,
  type ResidentDeps,
  type ResidentDoor,
  type ResidentLimits,
} from './ports.ts';
export { residentRoutes } from './routes.ts';
export type { Problem } from './words.ts';
