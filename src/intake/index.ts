export { type MaskHit, type MaskKind, maskKinds } from './mask/kinds.ts';
export { maskText } from './mask/mask-text.ts';
