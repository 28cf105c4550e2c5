export {
  type Arrival,
  type Channel,
  type ChannelDeps,
  type ChannelName,
  channelNames,
  type Delivery,
  type HandleHttp,
  type Handler,
  type HttpChannel,
  type HttpRequest,
  type HttpResponse,
  type KeepPhoto,
  PHOTO_BYTES,
  type ReceivedPhoto,
  type SeenUpdates,
  type UpdateKey,
} from './contract.ts';
export { memorySeenUpdates } from './seen-updates.ts';
