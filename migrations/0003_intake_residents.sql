CREATE TABLE "claims" (
	"channel" text NOT NULL,
	"person_hash" text NOT NULL,
	"message_id" bigint NOT NULL,
	"receipt_hash" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "claims_channel_person_hash_message_id_pk" PRIMARY KEY("channel","person_hash","message_id")
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"channel" text NOT NULL,
	"person_hash" text NOT NULL,
	"version" integer NOT NULL,
	"state" jsonb,
	"heard_at" timestamp with time zone NOT NULL,
	CONSTRAINT "conversations_channel_person_hash_pk" PRIMARY KEY("channel","person_hash")
);
--> statement-breakpoint
CREATE TABLE "draft_originals" (
	"channel" text NOT NULL,
	"person_hash" text NOT NULL,
	"draft" integer NOT NULL,
	"part" integer NOT NULL,
	"key_id" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "draft_originals_channel_person_hash_draft_part_pk" PRIMARY KEY("channel","person_hash","draft","part")
);
--> statement-breakpoint
CREATE TABLE "holds" (
	"message_id" bigint PRIMARY KEY NOT NULL,
	"reasons" text[] NOT NULL,
	"group_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"decision" text,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"note" text,
	CONSTRAINT "holds_reasons" CHECK (cardinality("holds"."reasons") >= 1),
	CONSTRAINT "holds_decision" CHECK ("holds"."decision" in ('released', 'setAside', 'withdrawn')),
	CONSTRAINT "holds_decided" CHECK (("holds"."decision" is null) = ("holds"."decided_at" is null)),
	CONSTRAINT "holds_set_aside_why" CHECK ("holds"."decision" <> 'setAside' or "holds"."note" is not null)
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "limit_marks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "limit_marks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "originals" (
	"message_id" bigint PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"sealed" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seen_updates" (
	"channel" text NOT NULL,
	"update_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "seen_updates_channel_update_id_pk" PRIMARY KEY("channel","update_id")
);
--> statement-breakpoint
CREATE TABLE "staff_flags" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "staff_flags_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"signs" text[] DEFAULT '{}'::text[] NOT NULL,
	"code" text,
	"channel" text,
	"person_hash" text,
	"draft" integer,
	"message_id" bigint,
	"text_masked" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"handled_at" timestamp with time zone,
	"handled_by" text,
	"note" text,
	CONSTRAINT "staff_flags_kind" CHECK ("staff_flags"."kind" in ('urgent', 'person')),
	CONSTRAINT "staff_flags_handled" CHECK (("staff_flags"."handled_at" is null) = ("staff_flags"."handled_by" is null))
);
--> statement-breakpoint
CREATE TABLE "supports" (
	"message_id" bigint NOT NULL,
	"resident_id" bigint NOT NULL,
	"receipt_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "supports_message_id_resident_id_pk" PRIMARY KEY("message_id","resident_id"),
	CONSTRAINT "supports_receipt_hash_unique" UNIQUE("receipt_hash")
);
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_state";--> statement-breakpoint
ALTER TABLE "message_events" ADD COLUMN "key" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "code" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "photos" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "receipt_hash" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "copy_bands" integer[];--> statement-breakpoint
ALTER TABLE "residents" ADD COLUMN "keyed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "residents" ADD COLUMN "salt" text;--> statement-breakpoint
ALTER TABLE "residents" ADD COLUMN "address_key_id" text;--> statement-breakpoint
ALTER TABLE "residents" ADD COLUMN "address_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "residents" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "residents" ADD COLUMN "consent_version" integer;--> statement-breakpoint
ALTER TABLE "residents" ADD COLUMN "consent_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_group_id_messages_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "originals" ADD CONSTRAINT "originals_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_flags" ADD CONSTRAINT "staff_flags_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supports" ADD CONSTRAINT "supports_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supports" ADD CONSTRAINT "supports_resident_id_residents_id_fk" FOREIGN KEY ("resident_id") REFERENCES "public"."residents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "claims_at" ON "claims" USING btree ("at");--> statement-breakpoint
CREATE INDEX "conversations_heard_at" ON "conversations" USING btree ("heard_at");--> statement-breakpoint
CREATE INDEX "holds_waiting" ON "holds" USING btree ("group_id","message_id") WHERE "holds"."decision" is null;--> statement-breakpoint
CREATE INDEX "limit_marks_kind_key_at" ON "limit_marks" USING btree ("kind","key","at");--> statement-breakpoint
CREATE INDEX "limit_marks_at" ON "limit_marks" USING btree ("at");--> statement-breakpoint
CREATE INDEX "seen_updates_at" ON "seen_updates" USING btree ("at");--> statement-breakpoint
CREATE INDEX "staff_flags_waiting" ON "staff_flags" USING btree ("kind","id") WHERE "staff_flags"."handled_at" is null;--> statement-breakpoint
CREATE INDEX "staff_flags_person" ON "staff_flags" USING btree ("channel","person_hash");--> statement-breakpoint
CREATE INDEX "staff_flags_message_id" ON "staff_flags" USING btree ("message_id") WHERE "staff_flags"."message_id" is not null;--> statement-breakpoint
CREATE INDEX "supports_resident_id" ON "supports" USING btree ("resident_id");--> statement-breakpoint
CREATE INDEX "messages_code_created_at" ON "messages" USING btree ("code","created_at") WHERE "messages"."code" is not null;--> statement-breakpoint
CREATE INDEX "messages_copy_bands" ON "messages" USING gin ("copy_bands");--> statement-breakpoint
CREATE INDEX "residents_unkeyed" ON "residents" USING btree ("channel") WHERE not "residents"."keyed";--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_once" UNIQUE("message_id","kind","key");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_receipt_hash" UNIQUE("receipt_hash");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_tombstone" CHECK ("messages"."state" not in ('withdrawn', 'forgotten') or ("messages"."text_masked" = '' and "messages"."copy_bands" is null));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_state" CHECK ("messages"."state" in ('filed', 'held', 'setAside', 'withdrawn', 'forgotten'));--> statement-breakpoint
ALTER TABLE "residents" ADD CONSTRAINT "residents_address" CHECK (("residents"."address_key_id" is null) = ("residents"."address_sealed" is null));--> statement-breakpoint
ALTER TABLE "residents" ADD CONSTRAINT "residents_consent" CHECK (("residents"."consent_version" is null) = ("residents"."consent_at" is null));