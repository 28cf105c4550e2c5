CREATE TABLE "topic_places" (
	"topic_id" bigint NOT NULL,
	"place" text NOT NULL,
	CONSTRAINT "topic_places_topic_id_place_pk" PRIMARY KEY("topic_id","place")
);
--> statement-breakpoint
ALTER TABLE "topic_places" ADD CONSTRAINT "topic_places_topic_id_topics_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topics"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_places" ADD CONSTRAINT "topic_places_place_places_code_fk" FOREIGN KEY ("place") REFERENCES "public"."places"("code") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "topic_places_place" ON "topic_places" USING btree ("place");