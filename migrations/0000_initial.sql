CREATE TABLE "digests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "digests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"scope" text NOT NULL,
	"topic_id" bigint,
	"place" text,
	"period_from" timestamp with time zone,
	"period_to" timestamp with time zone,
	"language" text NOT NULL,
	"edition" integer NOT NULL,
	"content" json NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "digests_run_language" UNIQUE("run_id","language"),
	CONSTRAINT "digests_scope_language_edition" UNIQUE("scope","language","edition"),
	CONSTRAINT "digests_language" CHECK ("digests"."language" in ('zh', 'en')),
	CONSTRAINT "digests_edition" CHECK ("digests"."edition" >= 1)
);
--> statement-breakpoint
CREATE TABLE "embeddings" (
	"model" text NOT NULL,
	"text_hash" text NOT NULL,
	"vector" "bytea" NOT NULL,
	CONSTRAINT "embeddings_model_text_hash_pk" PRIMARY KEY("model","text_hash")
);
--> statement-breakpoint
CREATE TABLE "message_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "message_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"detail" jsonb
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"external_id" text,
	"topic_id" bigint,
	"aspect" integer,
	"resident_id" bigint,
	"place" text,
	"text_masked" text NOT NULL,
	"text_hash" text NOT NULL,
	"state" text DEFAULT 'filed' NOT NULL,
	"created_at" timestamp with time zone,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_source_external_id" UNIQUE("source","external_id"),
	CONSTRAINT "messages_state" CHECK ("messages"."state" in ('filed', 'held', 'withdrawn')),
	CONSTRAINT "messages_text_hash_length" CHECK (octet_length("messages"."text_hash") = 64),
	CONSTRAINT "messages_aspect_has_topic" CHECK ("messages"."aspect" is null or "messages"."topic_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "residents" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "residents_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"key_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "residents_channel_key_hash" UNIQUE("channel","key_hash"),
	CONSTRAINT "residents_key_hash" CHECK (octet_length("residents"."key_hash") = 64)
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"run_id" bigint NOT NULL,
	"message_id" bigint NOT NULL,
	"group_position" integer NOT NULL,
	"theme_position" integer NOT NULL,
	"matter_position" integer NOT NULL,
	"group_rank" integer NOT NULL,
	"theme_rank" integer NOT NULL,
	"matter_rank" integer NOT NULL,
	"similarity" real,
	"also_theme_position" integer,
	CONSTRAINT "assignments_run_id_message_id_pk" PRIMARY KEY("run_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "edits" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "edits_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"theme_id" text NOT NULL,
	"kind" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "edits_kind" CHECK ("edits"."kind" in ('rename', 'merge', 'split', 'pin', 'unpin'))
);
--> statement-breakpoint
CREATE TABLE "lineage" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "lineage_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"from_theme" text,
	"to_theme" text,
	"kind" text NOT NULL,
	"overlap" real,
	CONSTRAINT "lineage_kind" CHECK ("lineage"."kind" in ('same', 'grown', 'fading', 'new', 'split', 'merged', 'ended')),
	CONSTRAINT "lineage_ends" CHECK (("lineage"."from_theme" is null) = ("lineage"."kind" = 'new') and ("lineage"."to_theme" is null) = ("lineage"."kind" = 'ended'))
);
--> statement-breakpoint
CREATE TABLE "run_themes" (
	"run_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"theme_id" text NOT NULL,
	"level" text NOT NULL,
	"parent" integer,
	"label" text NOT NULL,
	"keywords" jsonb NOT NULL,
	"messages" integer NOT NULL,
	"people" integer NOT NULL,
	"copies" integer NOT NULL,
	"quotes" jsonb NOT NULL,
	"opposition" jsonb,
	"places" jsonb NOT NULL,
	"single_voice" boolean NOT NULL,
	"centroid" "bytea",
	CONSTRAINT "run_themes_run_id_position_pk" PRIMARY KEY("run_id","position"),
	CONSTRAINT "run_themes_parent" CHECK (("run_themes"."level" = 'group') = ("run_themes"."parent" is null)),
	CONSTRAINT "run_themes_level" CHECK ("run_themes"."level" in ('group', 'theme', 'matter'))
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"scope" text NOT NULL,
	"topic_id" bigint,
	"place" text,
	"period_from" timestamp with time zone,
	"period_to" timestamp with time zone,
	"state" text DEFAULT 'running' NOT NULL,
	"parameters" jsonb NOT NULL,
	"seed" bigint NOT NULL,
	"model" text NOT NULL,
	"fingerprint" text NOT NULL,
	"metrics" jsonb,
	"mean" "bytea",
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "runs_state" CHECK ("runs"."state" in ('running', 'complete', 'incomplete')),
	CONSTRAINT "runs_ended" CHECK (("runs"."state" = 'running') = ("runs"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "themes" (
	"id" text PRIMARY KEY NOT NULL,
	"level" text NOT NULL,
	"label" text NOT NULL,
	"label_by" text DEFAULT 'rule' NOT NULL,
	"pinned" boolean DEFAULT false NOT NULL,
	"first_run" bigint NOT NULL,
	"last_run" bigint NOT NULL,
	CONSTRAINT "themes_id" CHECK (length("themes"."id") between 1 and 64),
	CONSTRAINT "themes_level" CHECK ("themes"."level" in ('group', 'theme', 'matter')),
	CONSTRAINT "themes_label_by" CHECK ("themes"."label_by" in ('rule', 'person'))
);
--> statement-breakpoint
CREATE TABLE "aspects" (
	"topic_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	CONSTRAINT "aspects_topic_id_number_pk" PRIMARY KEY("topic_id","number"),
	CONSTRAINT "aspects_number" CHECK ("aspects"."number" >= 1),
	CONSTRAINT "aspects_title" CHECK (length("aspects"."title") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "topics" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "topics_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"source" text NOT NULL,
	"title" text NOT NULL,
	"brief" text NOT NULL,
	"phase" text NOT NULL,
	"opens" timestamp with time zone,
	"closes" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "topics_key_unique" UNIQUE("key"),
	CONSTRAINT "topics_source" CHECK ("topics"."source" in ('party', 'congress', 'deputy', 'residents')),
	CONSTRAINT "topics_phase" CHECK ("topics"."phase" in ('application', 'collection', 'research', 'meeting', 'plan', 'handling', 'publication')),
	CONSTRAINT "topics_key" CHECK ("topics"."key" ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
	CONSTRAINT "topics_title" CHECK (length("topics"."title") between 1 and 200),
	CONSTRAINT "topics_period" CHECK ("topics"."closes" > "topics"."opens")
);
--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_topic_id_topics_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_topic_id_topics_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_resident_id_residents_id_fk" FOREIGN KEY ("resident_id") REFERENCES "public"."residents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_aspect_fk" FOREIGN KEY ("topic_id","aspect") REFERENCES "public"."aspects"("topic_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_matter_fk" FOREIGN KEY ("run_id","matter_position") REFERENCES "public"."run_themes"("run_id","position") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "edits" ADD CONSTRAINT "edits_theme_id_themes_id_fk" FOREIGN KEY ("theme_id") REFERENCES "public"."themes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lineage" ADD CONSTRAINT "lineage_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lineage" ADD CONSTRAINT "lineage_from_theme_themes_id_fk" FOREIGN KEY ("from_theme") REFERENCES "public"."themes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lineage" ADD CONSTRAINT "lineage_to_theme_themes_id_fk" FOREIGN KEY ("to_theme") REFERENCES "public"."themes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_themes" ADD CONSTRAINT "run_themes_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_themes" ADD CONSTRAINT "run_themes_theme_id_themes_id_fk" FOREIGN KEY ("theme_id") REFERENCES "public"."themes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_themes" ADD CONSTRAINT "run_themes_parent_fk" FOREIGN KEY ("run_id","parent") REFERENCES "public"."run_themes"("run_id","position") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_topic_id_topics_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "themes" ADD CONSTRAINT "themes_first_run_runs_id_fk" FOREIGN KEY ("first_run") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "themes" ADD CONSTRAINT "themes_last_run_runs_id_fk" FOREIGN KEY ("last_run") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "aspects" ADD CONSTRAINT "aspects_topic_id_topics_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topics"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "digests_topic_id" ON "digests" USING btree ("topic_id");--> statement-breakpoint
CREATE INDEX "message_events_message_id" ON "message_events" USING btree ("message_id","id");--> statement-breakpoint
CREATE INDEX "messages_topic_id_id" ON "messages" USING btree ("topic_id","id");--> statement-breakpoint
CREATE INDEX "messages_resident_id" ON "messages" USING btree ("resident_id") WHERE "messages"."resident_id" is not null;--> statement-breakpoint
CREATE INDEX "messages_text_hash" ON "messages" USING btree ("text_hash");--> statement-breakpoint
CREATE INDEX "assignments_message_id" ON "assignments" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "edits_theme_id" ON "edits" USING btree ("theme_id","id");--> statement-breakpoint
CREATE INDEX "lineage_run_id" ON "lineage" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "lineage_to_theme" ON "lineage" USING btree ("to_theme");--> statement-breakpoint
CREATE INDEX "run_themes_theme_id" ON "run_themes" USING btree ("theme_id");--> statement-breakpoint
CREATE INDEX "runs_scope" ON "runs" USING btree ("scope","state","id");--> statement-breakpoint
CREATE INDEX "runs_fingerprint" ON "runs" USING btree ("fingerprint");