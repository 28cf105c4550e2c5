import { textOf } from './draft.ts';
import type { AwaitedEffect, ConversationState, Lang, Written } from './types.ts';

/** The draft as it is filed; null without a code or without words. */
export const writtenFrom = (state: ConversationState, lang: Lang): Written | null => {
  const { draft, code } = state;
  if (draft === null || code === null || draft.parts.length === 0) return null;
  const { number, topic, aspect, photos } = draft;
  return {
    draft: number,
    code,
    topic,
    aspect: topic === null ? null : aspect,
    text: textOf(draft),
    photos,
    lang: state.lang ?? lang,
  };
};

/**
 * What a saved state still waits for: to be done again after a crash, before the resident is heard. The same effects
 * with the same refs; a look-up is not among them, because receipts are not kept (the resident just types it again).
 */
export const pendingEffects = (state: ConversationState, lang: Lang): readonly AwaitedEffect[] => {
  const { stage } = state;
  switch (stage.kind) {
    case 'checking':
    case 'filing': {
      const message = writtenFrom(state, lang);
      if (message === null) return [];
      return [{ kind: stage.kind === 'filing' ? 'file' : 'findSimilar', ref: stage.ref, message }];
    }
    case 'joining':
      return [{ kind: 'meToo', ref: stage.ref, target: stage.target, draft: state.draft?.number ?? 0 }];
    case 'withdrawing':
      return [{ kind: 'withdraw', ref: stage.ref, message: stage.message }];
    case 'deleting':
      return [{ kind: 'deleteData', ref: stage.ref }];
    case 'new':
    case 'outside':
    case 'consent':
    case 'menu':
    case 'aspect':
    case 'writing':
    case 'followUp':
    case 'confirm':
    case 'filed':
    case 'askReceipt':
    case 'lookingUp':
    case 'trail':
    case 'askWithdraw':
    case 'askCancel':
    case 'askDelete':
    case 'resume':
      return [];
  }
};
