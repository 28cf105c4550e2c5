import { z } from 'zod';
import type { Arrival } from '../channels/index.ts';
import type {
  AwaitedEffect,
  ConversationState,
  Outcome,
  Reply,
  SilentEffect,
} from '../conversation/index.ts';
import {
  agree,
  chooseLanguage,
  deleteData,
  dropDraft,
  fileMessage,
  findResident,
  flagForStaff,
  keepOriginal,
  lookUp,
  type Person,
  personOf,
  supportMessage,
  takeTurn,
  withdraw,
} from '../intake/index.ts';
import type { Db, logger, Sealer, Secret } from '../platform/index.ts';
import { isCollecting } from '../topics/index.ts';
import type { Desk, DeskTurn } from './converse.ts';
import type { Doors } from './doors.ts';
import type { ScopeOf, SimilarIndex } from './similar.ts';

export type DeskDeps = {
  readonly db: Db;
  readonly secret: Secret;
  /** For addresses and for what was last answered. */
  readonly sealer: Sealer;
  /** For words as they were typed; null where the office does not keep them. */
  readonly originals: Sealer | null;
  readonly doors: Pick<Doors, 'forConversation' | 'placeOf' | 'topicsAt' | 'scanned'>;
  readonly scopeOf: ScopeOf;
  readonly similar: Pick<SimilarIndex, 'filed' | 'removed'>;
  readonly dropPhotos: (photos: readonly string[]) => Promise<void>;
  readonly now: () => Date;
  readonly log: ReturnType<typeof logger>;
};

/** What is done after a turn was saved: it can fail without undoing anything. */
type Later = (() => Promise<void> | void)[];

type Scene = {
  readonly tx: Db;
  readonly person: Person;
  readonly arrival: Arrival;
  readonly now: Date;
  readonly later: Later;
};

const sealedReplies = z.object({ keyId: z.string(), bytes: z.string() });

const quietly = async (
  deps: DeskDeps,
  { tx, person, arrival, now, later }: Scene,
  effect: SilentEffect,
  before: ConversationState,
): Promise<void> => {
  switch (effect.kind) {
    case 'consent':
      await agree(tx, person, {
        version: effect.version,
        lang: effect.lang,
        at: now,
        address: arrival.address,
        sealer: deps.sealer,
      });
      return;
    case 'language':
      await chooseLanguage(tx, person, effect.lang);
      return;
    case 'callPerson':
      await flagForStaff(tx, { ...effect, kind: 'person', signs: [], draft: null, person, at: now });
      later.push(() => deps.log.warn({ code: effect.code }, 'a resident asks for a person'));
      return;
    case 'flagUrgent':
      await flagForStaff(tx, { ...effect, kind: 'urgent', person, at: now });
      later.push(() => deps.log.warn({ code: effect.code, signs: effect.signs }, 'signs of danger'));
      return;
    case 'original': {
      const { draft, part, text } = effect;
      if (deps.originals === null) return;
      await keepOriginal(tx, { person, draft, part, text }, { sealer: deps.originals, at: now });
      return;
    }
    case 'dropDraft': {
      await dropDraft(tx, person, effect.draft);
      const { draft } = before;
      const photos = draft?.number === effect.draft ? draft.photos : [];
      later.push(() => deps.dropPhotos(photos));
      return;
    }
    case 'count':
      later.push(() => deps.log.info({ event: effect.event, code: effect.code }, 'conversation'));
      return;
  }
};

type Carried = Exclude<AwaitedEffect, { kind: 'findSimilar' }>;

const file = async (
  deps: DeskDeps,
  { tx, person, now, later }: Scene,
  message: Extract<Carried, { kind: 'file' }>['message'],
  before: ConversationState,
): Promise<Outcome> => {
  const { topic, code } = message;
  // What a door offers is remembered for seconds: whether the topic is still open is asked anew.
  if (topic !== null) {
    const isOffered = (await deps.doors.topicsAt(tx, code)).some(({ id }) => id === topic);
    if (!isOffered || !(await isCollecting(tx, topic, now))) return { kind: 'topicClosed' };
  }
  const place = await deps.doors.placeOf(tx, code);
  const filed = await fileMessage(
    tx,
    { person, place, ...message },
    { secret: deps.secret, originals: deps.originals, now },
  );
  if (!filed.ok) return { kind: 'limited', minutes: filed.error.minutes };
  const { message: id, receipt, held, others } = filed.value;
  const resident = await findResident(tx, person);
  if (!held && resident !== null) {
    const scope = await deps.scopeOf(tx, message);
    later.push(() => deps.similar.filed({ id, text: message.text, author: String(resident.id), scope }));
  }
  later.push(() => deps.log.info({ messageId: id, topicId: topic, held }, 'message filed'));
  // What was found before counts people of the whole topic, what filing found counts copies of one day.
  const said = before.draft?.number === message.draft ? (before.draft.similar?.people ?? 0) : 0;
  return { kind: 'filed', message: id, receipt, held, others: Math.max(others, said) };
};

const carryOut = async (
  deps: DeskDeps,
  scene: Scene,
  effect: Carried,
  before: ConversationState,
): Promise<Outcome> => {
  const { tx, person, now, later } = scene;
  const { secret } = deps;
  switch (effect.kind) {
    case 'file':
      return file(deps, scene, effect.message, before);
    case 'meToo': {
      const support = { person, message: effect.target, draft: effect.draft };
      const done = await supportMessage(tx, support, { secret, now });
      return done.ok ? { kind: 'counted', ...done.value } : { kind: 'failed' };
    }
    case 'lookUp': {
      const found = await lookUp(tx, { person, receipt: effect.receipt }, { secret, now });
      if (found.ok) return { kind: 'found', trail: found.value };
      return found.error;
    }
    case 'withdraw': {
      const done = await withdraw(tx, { person, message: effect.message, at: now });
      if (!done.ok) return { kind: 'notFound' };
      const { what, photos, words } = done.value;
      later.push(() => deps.dropPhotos(photos));
      if (what === 'message') later.push(() => deps.similar.removed(effect.message, words));
      return { kind: 'withdrawn' };
    }
    case 'deleteData': {
      const { kept, photos } = await deleteData(tx, person);
      const { draft } = before;
      later.push(() => deps.dropPhotos([...photos, ...(draft?.photos ?? [])]));
      return { kind: 'dataDeleted', kept };
    }
  }
};

/** Effects through intake, in the turn's own transaction. */
export const deskOf = (deps: DeskDeps): Desk => {
  const { db, sealer, log } = deps;

  const turnOf = (scene: Scene, saved: Pick<DeskTurn, 'saved' | 'heardAt'>): DeskTurn => {
    const { tx, person, later } = scene;
    const sealedFor = { purpose: 'replies', id: `${person.channel} ${person.hash}` };
    return {
      ...saved,
      door: (code) => deps.doors.forConversation(tx, code),
      author: async () => {
        const resident = await findResident(tx, person);
        return resident === null ? null : String(resident.id);
      },
      quietly: (effect, before) => quietly(deps, scene, effect, before),
      carryOut: (effect, before) => carryOut(deps, scene, effect, before),
      scanned: (code) => {
        later.push(() => deps.doors.scanned(db, code));
      },
      unwanted: (photos) => {
        later.push(() => deps.dropPhotos(photos));
      },
      seal: (replies) => {
        const { keyId, bytes } = sealer.seal(JSON.stringify(replies), sealedFor);
        return { keyId, bytes: Buffer.from(bytes).toString('base64') };
      },
      open: (sealed) => {
        const parsed = sealedReplies.safeParse(sealed);
        if (!parsed.success) return null;
        const { keyId, bytes } = parsed.data;
        try {
          return JSON.parse(
            sealer.open({ keyId, bytes: Buffer.from(bytes, 'base64') }, sealedFor),
          ) as Reply[];
        } catch (error) {
          log.error({ err: error }, 'what was last answered cannot be opened');
          return null;
        }
      },
    };
  };

  return {
    turn: async (arrival, work) => {
      const person = personOf(deps.secret, arrival.channel, arrival.person);
      const now = deps.now();
      const later: Later = [];
      const value = await takeTurn(db, person, {
        at: now,
        work: async (tx, { state, heardAt }) => {
          later.length = 0;
          const scene: Scene = { tx, person, arrival, now, later };
          const done = await work(turnOf(scene, { saved: state, heardAt }));
          return { state: done.save, value: done.value };
        },
      });
      for (const task of later)
        await Promise.resolve()
          .then(task)
          .catch((error: unknown) => log.error({ err: error }, 'what follows a turn failed'));
      return value;
    },
  };
};
