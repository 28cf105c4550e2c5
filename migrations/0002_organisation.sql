CREATE TABLE "codes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "codes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"studio_id" bigint,
	"station_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone,
	"retired_reason" text,
	"replaced_by" bigint,
	CONSTRAINT "codes_slug_unique" UNIQUE("slug"),
	CONSTRAINT "codes_slug" CHECK ("codes"."slug" ~ '^[2-9A-HJKMNP-Z]{8,10}$'),
	CONSTRAINT "codes_target" CHECK (("codes"."studio_id" is null) <> ("codes"."station_id" is null)),
	CONSTRAINT "codes_retired" CHECK (("codes"."retired_at" is not null) or ("codes"."retired_reason" is null and "codes"."replaced_by" is null)),
	CONSTRAINT "codes_not_itself" CHECK ("codes"."replaced_by" <> "codes"."id")
);
--> statement-breakpoint
CREATE TABLE "deputies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deputies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"level" text NOT NULL,
	"group_id" bigint,
	"photo" text,
	"serving" boolean DEFAULT true NOT NULL,
	CONSTRAINT "deputies_code_unique" UNIQUE("code"),
	CONSTRAINT "deputies_level" CHECK ("deputies"."level" in ('nation', 'province', 'prefecture', 'county', 'town'))
);
--> statement-breakpoint
CREATE TABLE "deputy_grids" (
	"deputy_id" bigint NOT NULL,
	"grid_id" bigint NOT NULL,
	CONSTRAINT "deputy_grids_deputy_id_grid_id_pk" PRIMARY KEY("deputy_id","grid_id")
);
--> statement-breakpoint
CREATE TABLE "deputy_groups" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deputy_groups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"hall" text,
	CONSTRAINT "deputy_groups_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "places" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "places_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"parent_id" bigint,
	"parent_kind" text,
	CONSTRAINT "places_code_unique" UNIQUE("code"),
	CONSTRAINT "places_id_kind" UNIQUE("id","kind"),
	CONSTRAINT "places_kind" CHECK ("places"."kind" in ('city', 'town', 'community', 'grid')),
	CONSTRAINT "places_root" CHECK (("places"."kind" = 'city') = ("places"."parent_id" is null)),
	CONSTRAINT "places_parent_whole" CHECK (("places"."parent_id" is null) = ("places"."parent_kind" is null)),
	CONSTRAINT "places_below_parent" CHECK ("places"."parent_kind" is null or array_position(array['city', 'town', 'community', 'grid'], "places"."parent_kind") < array_position(array['city', 'town', 'community', 'grid'], "places"."kind"))
);
--> statement-breakpoint
CREATE TABLE "scans" (
	"code_id" bigint NOT NULL,
	"day" date NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "scans_code_id_day_pk" PRIMARY KEY("code_id","day"),
	CONSTRAINT "scans_count" CHECK ("scans"."count" >= 1)
);
--> statement-breakpoint
CREATE TABLE "stations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "stations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"place_id" bigint NOT NULL,
	"address" text,
	"hours" text,
	CONSTRAINT "stations_code_unique" UNIQUE("code"),
	CONSTRAINT "stations_kind" CHECK ("stations"."kind" in ('home', 'station', 'point', 'room'))
);
--> statement-breakpoint
CREATE TABLE "studios" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "studios_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text NOT NULL,
	"deputy_id" bigint NOT NULL,
	"place_id" bigint NOT NULL,
	CONSTRAINT "studios_code_unique" UNIQUE("code")
);
--> statement-breakpoint
ALTER TABLE "codes" ADD CONSTRAINT "codes_studio_id_studios_id_fk" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codes" ADD CONSTRAINT "codes_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codes" ADD CONSTRAINT "codes_replaced_by_codes_id_fk" FOREIGN KEY ("replaced_by") REFERENCES "public"."codes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deputies" ADD CONSTRAINT "deputies_group_id_deputy_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."deputy_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deputy_grids" ADD CONSTRAINT "deputy_grids_deputy_id_deputies_id_fk" FOREIGN KEY ("deputy_id") REFERENCES "public"."deputies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deputy_grids" ADD CONSTRAINT "deputy_grids_grid_id_places_id_fk" FOREIGN KEY ("grid_id") REFERENCES "public"."places"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "places" ADD CONSTRAINT "places_parent_fk" FOREIGN KEY ("parent_id","parent_kind") REFERENCES "public"."places"("id","kind") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scans" ADD CONSTRAINT "scans_code_id_codes_id_fk" FOREIGN KEY ("code_id") REFERENCES "public"."codes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "studios" ADD CONSTRAINT "studios_deputy_id_deputies_id_fk" FOREIGN KEY ("deputy_id") REFERENCES "public"."deputies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "studios" ADD CONSTRAINT "studios_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "codes_studio_in_force" ON "codes" USING btree ("studio_id") WHERE "codes"."retired_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "codes_station_in_force" ON "codes" USING btree ("station_id") WHERE "codes"."retired_at" is null;--> statement-breakpoint
CREATE INDEX "deputies_group_id" ON "deputies" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "deputy_grids_grid_id" ON "deputy_grids" USING btree ("grid_id");--> statement-breakpoint
CREATE UNIQUE INDEX "places_one_city" ON "places" USING btree ("kind") WHERE "places"."kind" = 'city';--> statement-breakpoint
CREATE INDEX "places_parent_id" ON "places" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "stations_place_id" ON "stations" USING btree ("place_id");--> statement-breakpoint
CREATE INDEX "studios_deputy_id" ON "studios" USING btree ("deputy_id");--> statement-breakpoint
CREATE INDEX "studios_place_id" ON "studios" USING btree ("place_id");